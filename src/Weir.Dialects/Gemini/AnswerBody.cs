using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Writes a whole answer as one <c>GenerateContentResponse</c>.</summary>
internal static class AnswerBody
{
    public static void Write(CollectedAnswer answer, AnswerContext context, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("candidates"u8);
        for (var i = 0; i < answer.Choices.Count; i++) Write(writer, answer.Choices[i], i);
        writer.WriteEndArray();
        if (answer.Usage is { } usage) UsageWriter.Write(writer, usage);
        if (answer.Model.IsEmpty) writer.WriteString("modelVersion"u8, context.Model);
        else writer.WriteInside("modelVersion"u8, answer.Model.Span);
        writer.WriteString("responseId"u8, context.CallId);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AnswerChoice choice, int index)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("content"u8);
        // Enciphered thoughts have no place here, and their provider does without them.
        var blocks = choice.Blocks.Where(block => block.Kind != AnswerBlockKind.RedactedReasoning).ToList();
        if (blocks.Count > 0)
        {
            writer.WriteStartArray("parts"u8);
            foreach (var block in blocks) Write(writer, block);
            writer.WriteEndArray();
        }
        writer.WriteString("role"u8, "model"u8);
        writer.WriteEndObject();
        if (choice.Reason is { } reason) writer.WriteString("finishReason"u8, FinishReasons.Word(reason));
        writer.WriteNumber("index"u8, index);
        WriteLogprobs(writer, choice);
        WriteSources(writer, choice);
        writer.WriteEndObject();
    }

    private static void WriteSources(Utf8JsonWriter writer, AnswerChoice choice)
    {
        var length = default(TextLength);
        foreach (var block in choice.Blocks)
            if (block.Kind is AnswerBlockKind.Text or AnswerBlockKind.Refusal) length.Add(block.Text);
        GroundingWriter.Write(writer, [.. choice.Blocks.SelectMany(block => block.Citations)], length);
    }

    private static void WriteLogprobs(Utf8JsonWriter writer, AnswerChoice choice)
    {
        var tokens = new ArrayBufferWriter<byte>();
        foreach (var block in choice.Blocks)
        {
            if (block.Logprobs.IsEmpty) continue;
            tokens.Write(tokens.WrittenCount == 0 ? "["u8 : ","u8);
            tokens.Write(block.Logprobs);
        }
        if (tokens.WrittenCount == 0) return;
        tokens.Write("]"u8);
        var result = new ArrayBufferWriter<byte>(tokens.WrittenCount);
        LogprobsWriter.Write(result, tokens.WrittenSpan);
        writer.WriteRawMember("logprobsResult"u8, result.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, AnswerBlock block)
    {
        writer.WriteStartObject();
        if (block.Kind == AnswerBlockKind.ToolCall) WriteCall(writer, block);
        else if (block.Kind == AnswerBlockKind.Media) WriteMedia(writer, block);
        else
        {
            writer.WriteInside("text"u8, block.Text);
            // What is not shown is proven by a signature with an empty text, as Gemini gives it.
            if (block.Kind == AnswerBlockKind.Reasoning && !block.Text.IsEmpty) writer.WriteBoolean("thought"u8, true);
        }
        if (!block.Signature.IsEmpty) writer.WriteInside("thoughtSignature"u8, block.Signature.Span);
        writer.WriteEndObject();
    }

    private static void WriteMedia(Utf8JsonWriter writer, AnswerBlock media)
    {
        writer.WriteStartObject(media.Text.IsEmpty ? "fileData"u8 : "inlineData"u8);
        writer.WriteInside("mimeType"u8, media.Name.Span);
        if (media.Text.IsEmpty) writer.WriteInside("fileUri"u8, media.Id.Span);
        else writer.WriteInside("data"u8, media.Text);
        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, AnswerBlock call)
    {
        var arguments = new ArrayBufferWriter<byte>();
        ArgumentsObject.Write(arguments, call.Text, new ArrayBufferWriter<byte>());
        writer.WriteStartObject("functionCall"u8);
        if (!call.Id.IsEmpty) writer.WriteInside("id"u8, call.Id.Span);
        writer.WriteInside("name"u8, call.Name.Span);
        writer.WritePropertyName("args"u8);
        writer.WriteRawValue(arguments.WrittenSpan, skipInputValidation: true);
        writer.WriteEndObject();
    }
}
