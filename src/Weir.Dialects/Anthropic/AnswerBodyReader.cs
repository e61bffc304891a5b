using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI;

namespace Weir.Dialects.Anthropic;

/// <summary>Reads an answer that is one JSON object.</summary>
internal static class AnswerBodyReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = RequestHeadReader.MaxDepth };

    public static bool TryRead(ReadOnlyMemory<byte> answer, IAnswerSink sink)
    {
        if (!Utf8.IsValid(answer.Span)) return false;
        try
        {
            using var document = JsonDocument.Parse(answer, Options);
            var message = document.RootElement;
            if (!IsAnswer(message)) return false;
            Read(message, sink);
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter comes from names with an escaped half of a surrogate pair, before anything is handed on.
            return false;
        }
    }

    private static bool IsAnswer(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("content"u8, out var content) || content.ValueKind != JsonValueKind.Array) return false;
        ProveNames(message);
        foreach (var block in content.EnumerateArray())
        {
            if (block.ValueKind != JsonValueKind.Object) return false;
            ProveNames(block);
            if (Inside(block, "type"u8).IsEmpty) return false;
            if (Is(block, "tool_use"u8) && (Inside(block, "id"u8).IsEmpty || Inside(block, "name"u8).IsEmpty)) return false;
        }
        return true;
    }

    /// <summary>Looks at every name once, so that one which holds half of a surrogate pair throws before anything is handed on.</summary>
    private static void ProveNames(JsonElement owner)
    {
        foreach (var member in owner.EnumerateObject()) _ = member.Name;
    }

    private static void Read(JsonElement message, IAnswerSink sink)
    {
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Id = Inside(message, "id"u8), Name = Inside(message, "model"u8) });
        var calls = 0;
        var cited = new CitedText();
        foreach (var block in message.GetProperty("content"u8).EnumerateArray()) Read(block, sink, cited, ref calls);
        string? word = null;
        var reason = Inside(message, "stop_reason"u8) is { IsEmpty: false } said ? StopWords.Read(said, out word) : StopReason.EndTurn;
        reason = StopWords.WithCalls(reason, calls > 0);
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Reason = reason, Word = word, Text = Inside(message, "stop_sequence"u8) });
        if (message.TryGetProperty("usage"u8, out var usage) && UsageReader.TryRead(RawJson.Of(usage), out var tokens))
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = tokens, IsFinal = true });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
    }

    private static void Read(JsonElement block, IAnswerSink sink, CitedText cited, ref int calls)
    {
        if (Is(block, "text"u8)) Text(block, sink, cited);
        else if (Is(block, "redacted_thinking"u8)) Content(AnswerPieceKind.RedactedReasoning, Inside(block, "data"u8), sink);
        else if (Is(block, "thinking"u8))
        {
            Content(AnswerPieceKind.Reasoning, Inside(block, "thinking"u8), sink);
            Content(AnswerPieceKind.Signature, Inside(block, "signature"u8), sink);
        }
        else if (Is(block, "tool_use"u8)) ToolCall(block, sink, calls++);
        else OtherBlocks.Send(Inside(block, "type"u8), sink);
    }

    private static void Text(JsonElement block, IAnswerSink sink, CitedText cited)
    {
        var text = Inside(block, "text"u8);
        Content(AnswerPieceKind.Text, text, sink);
        cited.Say(text);
        if (block.TryGetProperty("citations"u8, out var citations) && citations.ValueKind == JsonValueKind.Array)
            foreach (var citation in citations.EnumerateArray())
                if (citation.ValueKind == JsonValueKind.Object) Cite(citation, sink, cited);
        cited.End(sink);
    }

    private static void Cite(JsonElement citation, IAnswerSink sink, CitedText cited)
    {
        var url = Inside(citation, "url"u8);
        if (url.IsEmpty) url = Inside(citation, "source"u8);
        if (url.StartsWith("http"u8)) cited.Cite(url, Inside(citation, "title"u8), Inside(citation, "cited_text"u8));
        else OtherBlocks.SendCitation(Inside(citation, "type"u8), sink);
    }

    private static void ToolCall(JsonElement block, IAnswerSink sink, int call)
    {
        var input = new ArrayBufferWriter<byte>();
        input.WriteEscaped(block.TryGetProperty("input"u8, out var given) && given.ValueKind == JsonValueKind.Object ? RawJson.Of(given) : "{}"u8);
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Call = call, Id = Inside(block, "id"u8), Name = Inside(block, "name"u8) });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Call = call, Text = input.WrittenSpan });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.EndToolCall, Call = call });
    }

    private static void Content(AnswerPieceKind kind, ReadOnlySpan<byte> text, IAnswerSink sink)
    {
        if (!text.IsEmpty) sink.Take(new AnswerPiece { Kind = kind, Text = text });
    }

    private static bool Is(JsonElement block, ReadOnlySpan<byte> type) => Inside(block, "type"u8).SequenceEqual(type);

    private static ReadOnlySpan<byte> Inside(JsonElement owner, ReadOnlySpan<byte> member) =>
        owner.TryGetProperty(member, out var value) ? RawJson.Inside(value) : default;
}
