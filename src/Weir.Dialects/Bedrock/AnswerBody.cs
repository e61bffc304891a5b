using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Bedrock;

/// <summary>Reads the whole answer of Converse.</summary>
internal static class AnswerBody
{
    /// <returns>False when it is none; then nothing was handed on.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> answer, IAnswerSink sink)
    {
        try
        {
            using var document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = EventJson.Options.MaxDepth });
            var root = document.RootElement;
            if (!TryObject(root, "output"u8, out var output) || !TryObject(output, "message"u8, out var message)
                || !message.TryGetProperty("content"u8, out var content) || content.ValueKind != JsonValueKind.Array) return false;
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin });
            var calls = 0;
            foreach (var block in content.EnumerateArray()) Read(block, ref calls, sink);
            var word = root.TryGetProperty("stopReason"u8, out var reason) && reason.ValueKind == JsonValueKind.String ? RawJson.Say(RawJson.Inside(reason)) : null;
            sink.Take(StopReasons.Piece(word, calls > 0));
            if (root.TryGetProperty("usage"u8, out var counts) && UsageReader.TryRead(RawJson.Of(counts), out var usage))
                sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = usage, IsFinal = true });
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Read(JsonElement block, ref int calls, IAnswerSink sink)
    {
        if (block.ValueKind != JsonValueKind.Object) return;
        if (block.TryGetProperty("text"u8, out var text)) Say(AnswerPieceKind.Text, text, sink);
        if (TryObject(block, "reasoningContent"u8, out var thought)) ReadThought(thought, sink);
        if (TryObject(block, "toolUse"u8, out var use)) ReadCall(use, calls++, sink);
    }

    private static void ReadThought(JsonElement thought, IAnswerSink sink)
    {
        if (thought.TryGetProperty("redactedContent"u8, out var redacted)) Say(AnswerPieceKind.RedactedReasoning, redacted, sink);
        if (!TryObject(thought, "reasoningText"u8, out var shown)) return;
        if (shown.TryGetProperty("text"u8, out var text)) Say(AnswerPieceKind.Reasoning, text, sink);
        if (shown.TryGetProperty("signature"u8, out var signature)) Say(AnswerPieceKind.Signature, signature, sink);
    }

    private static void ReadCall(JsonElement use, int call, IAnswerSink sink)
    {
        var arguments = new ArrayBufferWriter<byte>();
        arguments.WriteEscaped(TryObject(use, "input"u8, out var input) ? RawJson.Of(input) : "{}"u8);
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Call = call, Id = Inside(use, "toolUseId"u8), Name = Inside(use, "name"u8) });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Call = call, Text = arguments.WrittenSpan });
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.EndToolCall, Call = call });
    }

    private static void Say(AnswerPieceKind kind, JsonElement text, IAnswerSink sink)
    {
        var inside = RawJson.Inside(text);
        if (!inside.IsEmpty) sink.Take(new AnswerPiece { Kind = kind, Text = inside });
    }

    private static ReadOnlySpan<byte> Inside(JsonElement at, ReadOnlySpan<byte> name) => at.TryGetProperty(name, out var member) ? RawJson.Inside(member) : default;

    private static bool TryObject(JsonElement at, ReadOnlySpan<byte> name, out JsonElement member)
    {
        member = default;
        return at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out member) && member.ValueKind == JsonValueKind.Object;
    }
}
