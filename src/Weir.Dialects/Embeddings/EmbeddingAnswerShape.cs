using Weir.Dialects.Usage;

namespace Weir.Dialects.Embeddings;

/// <summary>Where a dialect's answers hold the vectors and what is worth knowing beside them.</summary>
/// <param name="List">The member that lists the vectors' objects.</param>
/// <param name="Vector">The member of such an object that is the vector.</param>
/// <param name="Usage">The member that counts tokens.</param>
/// <param name="TryReadUsage">Reads that member.</param>
internal sealed record EmbeddingAnswerShape(string List, string Vector, string Usage, EmbeddingAnswerShape.UsageReading TryReadUsage)
{
    /// <summary>Reads the dialect's usage object.</summary>
    public delegate bool UsageReading(ReadOnlySpan<byte> json, out TokenUsage usage);

    /// <summary>The member of a vector's object that says which text it is of; null where the order says it.</summary>
    public string? Index { get; init; }

    /// <summary>The member that names the model; null where none does.</summary>
    public string? Model { get; init; }
}
