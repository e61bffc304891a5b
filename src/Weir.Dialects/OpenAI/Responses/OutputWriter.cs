using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Writes output items and their parts.</summary>
internal static class OutputWriter
{
    public static void WriteAll(Utf8JsonWriter writer, OutputItems? items)
    {
        writer.WriteStartArray();
        if (items is not null)
            foreach (var item in items) WriteWhole(writer, item);
        writer.WriteEndArray();
    }

    /// <summary>Writes an item of which nothing has been said yet.</summary>
    public static void WriteEmpty(Utf8JsonWriter writer, OutputItem item) => Write(writer, item, isEmpty: true, "in_progress"u8);

    /// <summary>Writes an item with all that it holds.</summary>
    public static void WriteWhole(Utf8JsonWriter writer, OutputItem item) => Write(writer, item, isEmpty: false, item.IsCutOff ? "incomplete"u8 : "completed"u8);

    private static void Write(Utf8JsonWriter writer, OutputItem item, bool isEmpty, ReadOnlySpan<byte> status)
    {
        writer.WriteStartObject();
        writer.WriteInside("id"u8, item.Id);
        switch (item.Kind)
        {
            case OutputItemKind.Message: WriteMessage(writer, item, isEmpty, status); break;
            case OutputItemKind.FunctionCall or OutputItemKind.CustomCall: WriteCall(writer, item, isEmpty, status); break;
            default: WriteReasoning(writer, item, isEmpty); break;
        }
        writer.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter writer, OutputItem item, bool isEmpty, ReadOnlySpan<byte> status)
    {
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("status"u8, status);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteStartArray("content"u8);
        if (!isEmpty)
            foreach (var block in item.Blocks) WritePart(writer, block.Kind, block.Text);
        writer.WriteEndArray();
    }

    private static void WriteCall(Utf8JsonWriter writer, OutputItem item, bool isEmpty, ReadOnlySpan<byte> status)
    {
        var isCustom = item.Kind == OutputItemKind.CustomCall;
        writer.WriteString("type"u8, isCustom ? "custom_tool_call"u8 : "function_call"u8);
        writer.WriteString("status"u8, status);
        writer.WriteInside(isCustom ? "input"u8 : "arguments"u8, isEmpty ? default : Arguments(item));
        writer.WriteInside("call_id"u8, item.CallId);
        if (item.Tool is { } tool)
        {
            writer.WriteRaw("name"u8, tool.Name);
            if (tool.Namespace is { } space) writer.WriteRaw("namespace"u8, space);
        }
        else writer.WriteInside("name"u8, item.Last.Name.Span);
    }

    /// <summary>What a tool is called with. Clients parse the arguments of functions: one that takes none gets an empty object.</summary>
    public static ReadOnlySpan<byte> Arguments(OutputItem item) =>
        item.Kind == OutputItemKind.CustomCall ? CustomTool.Input(item.Last.Text) : item.Last.Text.IsEmpty ? "{}"u8 : item.Last.Text;

    private static void WriteReasoning(Utf8JsonWriter writer, OutputItem item, bool isEmpty)
    {
        var block = item.Last;
        writer.WriteString("type"u8, "reasoning"u8);
        writer.WriteStartArray("summary"u8);
        if (!isEmpty && block is { Kind: AnswerBlockKind.Reasoning, Text.IsEmpty: false }) WritePart(writer, block.Kind, block.Text);
        writer.WriteEndArray();
        if (isEmpty || (block.Kind == AnswerBlockKind.Reasoning && block.Signature.IsEmpty)) writer.WriteNull("encrypted_content"u8);
        else if (block.Kind == AnswerBlockKind.Reasoning) writer.WriteInside("encrypted_content"u8, block.Signature.Span);
        else if (block.Kind == AnswerBlockKind.RedactedReasoning) writer.WriteInside("encrypted_content"u8, [.. CarriedSignature.Redacted, .. block.Text]);
        else writer.WriteInside("encrypted_content"u8, [.. CarriedSignature.NextCall, .. block.Signature.Span]);
    }

    /// <summary>Writes a part of a message or of thoughts.</summary>
    public static void WritePart(Utf8JsonWriter writer, AnswerBlockKind kind, ReadOnlySpan<byte> text)
    {
        writer.WriteStartObject();
        switch (kind)
        {
            case AnswerBlockKind.Refusal:
                writer.WriteString("type"u8, "refusal"u8);
                writer.WriteInside("refusal"u8, text);
                break;
            case AnswerBlockKind.Reasoning:
                writer.WriteString("type"u8, "summary_text"u8);
                writer.WriteInside("text"u8, text);
                break;
            default:
                writer.WriteString("type"u8, "output_text"u8);
                writer.WriteInside("text"u8, text);
                WriteNothing(writer, "annotations"u8);
                WriteNothing(writer, "logprobs"u8);
                break;
        }
        writer.WriteEndObject();
    }

    public static void WriteNothing(Utf8JsonWriter writer, ReadOnlySpan<byte> name)
    {
        writer.WriteStartArray(name);
        writer.WriteEndArray();
    }
}
