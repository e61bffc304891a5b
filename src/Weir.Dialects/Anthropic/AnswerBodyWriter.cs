using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Writes an answer as one JSON object. There is one choice here: others are passed over.</summary>
internal static class AnswerBodyWriter
{
    public static void Write(CollectedAnswer answer, AnswerContext context, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        var choice = answer.Choices.Count > 0 ? answer.Choices[0] : null;
        writer.WriteStartObject();
        writer.WriteString("id"u8, $"msg_{context.CallId}");
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        if (answer.Model.IsEmpty) writer.WriteString("model"u8, context.Model);
        else writer.WriteInside("model"u8, answer.Model.Span);
        writer.WriteStartArray("content"u8);
        foreach (var block in Told(choice)) Block(writer, block, context.CallId);
        writer.WriteEndArray();
        var word = StopWords.Of(choice?.Reason, choice is { StopSequence.IsEmpty: false });
        writer.WriteString("stop_reason"u8, word);
        if (word.SequenceEqual("stop_sequence"u8)) writer.WriteInside("stop_sequence"u8, choice!.StopSequence.Span);
        else writer.WriteNull("stop_sequence"u8);
        writer.WritePropertyName("usage"u8);
        var usage = new ArrayBufferWriter<byte>();
        UsageWriter.Write(usage, answer.Usage ?? default);
        writer.WriteRawValue(usage.WrittenSpan, skipInputValidation: true);
        writer.WriteEndObject();
    }

    /// <summary>All blocks but a signature of hidden thoughts at the end, for the reason that <see cref="AnswerStreamWriter"/> has.</summary>
    private static IEnumerable<AnswerBlock> Told(AnswerChoice? choice)
    {
        var blocks = choice?.Blocks ?? [];
        return blocks.Count > 1 && blocks[^1] is { Kind: AnswerBlockKind.Reasoning, Text.IsEmpty: true } ? blocks.SkipLast(1) : blocks;
    }

    private static void Block(Utf8JsonWriter writer, AnswerBlock block, string callId)
    {
        switch (block.Kind)
        {
            case AnswerBlockKind.ToolCall: ToolUse.Write(writer, block, callId); break;
            case AnswerBlockKind.Text or AnswerBlockKind.Refusal when !block.Text.IsEmpty: Text(writer, "text"u8, "text"u8, block.Text); break;
            case AnswerBlockKind.RedactedReasoning: Text(writer, "redacted_thinking"u8, "data"u8, block.Text); break;
            case AnswerBlockKind.Reasoning when !(block.Text.IsEmpty && block.Signature.IsEmpty):
                writer.WriteStartObject();
                writer.WriteString("type"u8, "thinking"u8);
                writer.WriteInside("thinking"u8, block.Text);
                writer.WriteInside("signature"u8, block.Signature.Span);
                writer.WriteEndObject();
                break;
        }
    }

    private static void Text(Utf8JsonWriter writer, ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, ReadOnlySpan<byte> inside)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteInside(member, inside);
        writer.WriteEndObject();
    }
}
