using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

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
            var cited = new CitedText();
            foreach (var block in content.EnumerateArray())
            {
                Read(block, ref calls, cited, sink);
                cited.End(sink);
            }
            var word = root.TryGetProperty("stopReason"u8, out var reason) && reason.ValueKind == JsonValueKind.String ? RawJson.Say(RawJson.Inside(reason)) : null;
            sink.Take(StopReasons.Piece(word, calls > 0));
            if (root.TryGetProperty("usage"u8, out var counts) && UsageReader.TryRead(RawJson.Of(counts), out var usage))
            {
                var tier = root.TryGetProperty("serviceTier"u8, out var told) ? ServiceTiers.Read(RawJson.Of(told)) : ServiceTier.Unstated;
                sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = usage.Under(tier), IsFinal = true });
            }
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Read(JsonElement block, ref int calls, CitedText cited, IAnswerSink sink)
    {
        if (block.ValueKind != JsonValueKind.Object) return;
        foreach (var member in block.EnumerateObject())
        {
            var isObject = member.Value.ValueKind == JsonValueKind.Object;
            if (member.NameEquals("text"u8)) ReadText(member.Value, cited, sink);
            else if (member.NameEquals("reasoningContent"u8) && isObject) ReadThought(member.Value, sink);
            else if (member.NameEquals("toolUse"u8) && isObject && !OtherBlocks.IsServerTool(Inside(member.Value, "type"u8))) ReadCall(member.Value, calls++, sink);
            else if (member.NameEquals("citationsContent"u8) && isObject) ReadCited(member.Value, cited, sink);
            else if (member.NameEquals("image"u8) && isObject) OtherBlocks.SendImage(RawJson.Of(member.Value), default, sink);
            else if (isObject) OtherBlocks.Send(JsonMarshal.GetRawUtf8PropertyName(member), sink);
        }
    }

    private static void ReadText(JsonElement text, CitedText cited, IAnswerSink sink)
    {
        cited.Say(RawJson.Inside(text));
        Say(AnswerPieceKind.Text, text, sink);
    }

    /// <summary>A text with its sources.</summary>
    private static void ReadCited(JsonElement content, CitedText cited, IAnswerSink sink)
    {
        if (content.TryGetProperty("content"u8, out var parts) && parts.ValueKind == JsonValueKind.Array)
            foreach (var part in parts.EnumerateArray())
                if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text"u8, out var text)) ReadText(text, cited, sink);
        if (!content.TryGetProperty("citations"u8, out var citations) || citations.ValueKind != JsonValueKind.Array) return;
        foreach (var citation in citations.EnumerateArray()) OtherBlocks.Cite(RawJson.Of(citation), cited, sink);
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
