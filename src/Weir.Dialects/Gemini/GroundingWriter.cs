using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Writes the sources of a candidate as <c>groundingMetadata</c>.</summary>
internal static class GroundingWriter
{
    /// <param name="writer">Where the member goes, if there is any source.</param>
    /// <param name="citations">The sources.</param>
    /// <param name="length">How long the candidate's text is: ranges are bytes of UTF-8 here, and told where those are characters.</param>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Citation> citations, TextLength length)
    {
        if (citations.Count == 0) return;
        writer.WriteStartObject("groundingMetadata"u8);
        writer.WriteStartArray("groundingChunks"u8);
        foreach (var citation in citations)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("web"u8);
            writer.WriteInside("uri"u8, citation.Url.Span);
            writer.WriteInside("title"u8, citation.Title.Span);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("groundingSupports"u8);
        for (var i = 0; i < citations.Count; i++)
            if (length.IsAscii && citations[i].End > 0) WriteSupport(writer, citations[i], i);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSupport(Utf8JsonWriter writer, Citation citation, int chunk)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("segment"u8);
        writer.WriteNumber("startIndex"u8, citation.Start);
        writer.WriteNumber("endIndex"u8, citation.End);
        writer.WriteEndObject();
        writer.WriteStartArray("groundingChunkIndices"u8);
        writer.WriteNumberValue(chunk);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
