using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Embeddings;

/// <summary>The vectors that a provider gave, as the texts of the lists in its answer: no number is rounded on its way.</summary>
/// <param name="body">The provider's answer; has to stay as it is while this is in use.</param>
/// <param name="texts">How many vectors were asked for.</param>
public sealed class EmbeddingAnswer(ReadOnlyMemory<byte> body, int texts)
{
    private readonly ByteRange[] _vectors = new ByteRange[texts];
    private int _count;

    /// <summary>The provider's answer.</summary>
    public ReadOnlySpan<byte> Body => body.Span;

    /// <summary>How many vectors were asked for.</summary>
    public int Count => texts;

    /// <summary>Whether there is one for every text.</summary>
    public bool IsWhole => _count == texts;

    /// <summary>The model that the provider says has answered, or null.</summary>
    public string? Model { get; set; }

    /// <summary>What the provider says was used, or null.</summary>
    public TokenUsage? Usage { get; set; }

    /// <summary>The vector of a text, as a JSON list of numbers.</summary>
    public ReadOnlySpan<byte> Vector(int index) => Body.Slice(_vectors[index].Start, _vectors[index].Length);

    /// <summary>Keeps where the vector of a text stands.</summary>
    /// <returns>False when there is no such text, or it has one already.</returns>
    public bool TryAdd(int index, ByteRange vector)
    {
        if ((uint)index >= (uint)texts || !_vectors[index].IsEmpty) return false;
        _vectors[index] = vector;
        _count++;
        return true;
    }
}
