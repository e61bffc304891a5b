using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>
/// Hands on the sources of a candidate. Google counts ranges in bytes of UTF-8; they become characters where the text is one in
/// which both are the same, and are not known elsewhere.
/// </summary>
/// <param name="choice">Which candidate it is.</param>
/// <param name="length">How long its text is.</param>
/// <param name="sink">Where they go.</param>
internal readonly struct CitationPieces(int choice, TextLength length, IAnswerSink sink)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = EventJson.Options.MaxDepth };

    /// <param name="grounding">The raw <c>groundingMetadata</c>, or nothing.</param>
    /// <param name="citations">The raw <c>citationMetadata</c>, or nothing.</param>
    public void Send(byte[] grounding, byte[] citations)
    {
        if (grounding.Length > 0)
        {
            using var document = JsonDocument.Parse(grounding, Options);
            SendGrounding(document.RootElement);
        }
        if (citations.Length == 0) return;
        using var metadata = JsonDocument.Parse(citations, Options);
        // The API for developers and the one of Google's cloud name them differently.
        foreach (var source in (IEnumerable<JsonElement>)[.. List(metadata.RootElement, "citationSources"u8), .. List(metadata.RootElement, "citations"u8)])
            Send(Inside(source, "uri"u8), Inside(source, "title"u8), default, Number(source, "startIndex"u8), Number(source, "endIndex"u8));
    }

    private void SendGrounding(JsonElement grounding)
    {
        var chunks = List(grounding, "groundingChunks"u8);
        var supports = List(grounding, "groundingSupports"u8);
        foreach (var support in supports)
        {
            var segment = Member(support, "segment"u8);
            var isFirst = Number(segment, "partIndex"u8) == 0;
            foreach (var number in List(support, "groundingChunkIndices"u8))
                if (number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var index) && index >= 0 && index < chunks.Count)
                    Send(chunks[index], isFirst ? Number(segment, "startIndex"u8) : 0, isFirst ? Number(segment, "endIndex"u8) : 0);
        }
        if (supports.Count > 0) return;
        foreach (var chunk in chunks) Send(chunk, 0, 0);
    }

    private void Send(JsonElement chunk, int start, int end)
    {
        if (chunk.ValueKind != JsonValueKind.Object) return;
        foreach (var source in chunk.EnumerateObject())
            Send(Inside(source.Value, "uri"u8), Inside(source.Value, "title"u8), default, start, end);
    }

    private void Send(ReadOnlySpan<byte> url, ReadOnlySpan<byte> title, ReadOnlySpan<byte> quote, int start, int end)
    {
        if (url.IsEmpty) return;
        var isRange = length.IsAscii && start >= 0 && start <= end && end <= length.Bytes;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Citation, Choice = choice, Id = url, Name = title, Text = quote, Start = isRange ? start : 0, End = isRange ? end : 0 });
    }

    private static List<JsonElement> List(JsonElement owner, ReadOnlySpan<byte> name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private static JsonElement Member(JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member) ? member : default;

    private static ReadOnlySpan<byte> Inside(JsonElement owner, ReadOnlySpan<byte> name) => Member(owner, name) is { ValueKind: JsonValueKind.String } text ? RawJson.Inside(text) : default;

    private static int Number(JsonElement owner, ReadOnlySpan<byte> name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : 0;
}
