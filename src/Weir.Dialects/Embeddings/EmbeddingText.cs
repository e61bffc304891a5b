using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Embeddings;

/// <summary>One text that is to become a vector.</summary>
/// <param name="Pieces">JSON strings that are the text when they follow each other; at least one.</param>
public sealed record EmbeddingText(IReadOnlyList<JsonElement> Pieces)
{
    /// <summary>Writes the text as a JSON string; its characters stay escaped as they came.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        if (Pieces is [var only])
        {
            writer.WriteRaw(only);
            return;
        }
        var whole = new byte[Pieces.Sum(piece => RawJson.Inside(piece).Length)];
        var filled = 0;
        foreach (var piece in Pieces)
        {
            RawJson.Inside(piece).CopyTo(whole.AsSpan(filled));
            filled += RawJson.Inside(piece).Length;
        }
        writer.WriteInside(whole);
    }
}
