using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>What a <c>tool_use</c> block of an answer consists of.</summary>
internal static class ToolUse
{
    /// <summary>Writes the inside of a call's identifier, which clients need even where the provider gives none.</summary>
    public static void WriteId(IBufferWriter<byte> output, ReadOnlySpan<byte> id, string callId, int call)
    {
        if (!id.IsEmpty)
        {
            output.Write(id);
            return;
        }
        output.Write("toolu_"u8);
        output.WriteEscaped(Encoding.UTF8.GetBytes(callId));
        output.Write("_"u8);
        output.WriteNumber(call);
    }

    public static void Write(Utf8JsonWriter writer, AnswerBlock block, string callId)
    {
        var id = new ArrayBufferWriter<byte>();
        WriteId(id, block.Id.Span, callId, block.Call);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_use"u8);
        writer.WriteInside("id"u8, id.WrittenSpan);
        writer.WriteInside("name"u8, block.Name.Span);
        writer.WritePropertyName("input"u8);
        WriteInput(writer, block.Text);
        // The model itself, not a program that it wrote; SDKs that hold answers against the API's description miss it else.
        writer.WriteStartObject("caller"u8);
        writer.WriteString("type"u8, "direct"u8);
        writer.WriteEndObject();
        if (!block.Signature.IsEmpty) writer.WriteInside("signature"u8, block.Signature.Span);
        writer.WriteEndObject();
    }

    /// <summary>
    /// Writes the arguments as an object. Those that are none, since the limit of tokens cut them off or the model erred, must not turn into
    /// a call without arguments: they are wrapped as Anthropic's documentation of fine-grained tool streaming wants it.
    /// </summary>
    private static void WriteInput(Utf8JsonWriter writer, ReadOnlySpan<byte> arguments)
    {
        var input = new ArrayBufferWriter<byte>(Math.Max(16, arguments.Length));
        if (arguments.IsEmpty) input.Write("{}"u8);
        else if (!input.TryWriteUnescaped(arguments)) input.Clear();
        if (ArgumentsObject.IsObject(input.WrittenSpan))
        {
            writer.WriteRawValue(input.WrittenSpan, skipInputValidation: true);
            return;
        }
        writer.WriteStartObject();
        writer.WriteInside("INVALID_JSON"u8, arguments);
        writer.WriteEndObject();
    }
}
