using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Writes parts of turns as content blocks.</summary>
internal sealed class BlockWriter(Utf8JsonWriter writer, RequestReading reading)
{
    private readonly MediaWriter _media = new(writer, reading);

    public void Write(Part part, TurnRole role)
    {
        switch (part)
        {
            case TextPart text: Text(text.Text, part); break;
            case RefusalPart refusal: Text(refusal.Text, part); break;
            case ToolCallPart call: ToolCall(call); break;
            case ToolResultPart result: ToolResult(result); break;
            case ReasoningPart thoughts: Thoughts(thoughts); break;
            case ImagePart or FilePart when role == TurnRole.Assistant: reading.OmitContent(part.Path, "Anthropic takes images and documents from users alone"); break;
            case ImagePart image: _media.Write(image); break;
            case FilePart file: _media.Write(file); break;
            case AudioPart: reading.OmitContent(part.Path, "Anthropic's models do not hear"); break;
            default: reading.OmitContent(part.Path, "Anthropic has no block for it"); break;
        }
    }

    /// <summary>Writes the mark that everything up to here is worth keeping.</summary>
    public static void WriteCache(Utf8JsonWriter writer, CacheMark? cache)
    {
        if (cache is null) return;
        writer.WriteStartObject("cache_control"u8);
        writer.WriteString("type"u8, "ephemeral"u8);
        if (cache.Ttl is { } ttl) writer.WriteRaw("ttl"u8, ttl);
        writer.WriteEndObject();
    }

    private void Text(JsonElement text, Part part)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "text"u8);
        writer.WriteRaw("text"u8, text);
        WriteCache(writer, part.Cache);
        writer.WriteEndObject();
    }

    private void Thoughts(ReasoningPart thoughts)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, thoughts.IsRedacted ? "redacted_thinking"u8 : "thinking"u8);
        if (thoughts.IsRedacted) writer.WriteRaw("data"u8, thoughts.Signature!.Value);
        else
        {
            writer.WriteInside("thinking"u8, thoughts.Text is { } text ? RawJson.Inside(text) : default);
            writer.WriteRaw("signature"u8, thoughts.Signature!.Value);
        }
        writer.WriteEndObject();
    }

    private void ToolCall(ToolCallPart call)
    {
        var input = new ArrayBufferWriter<byte>();
        if (!TryInput(call.Arguments, input))
        {
            reading.OmitContent(call.Path, "its arguments are not a JSON object");
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_use"u8);
        Id("id"u8, call.Id);
        writer.WriteRaw("name"u8, call.Name);
        writer.WritePropertyName("input"u8);
        writer.WriteRawValue(input.WrittenSpan, skipInputValidation: true);
        WriteCache(writer, call.Cache);
        writer.WriteEndObject();
    }

    private static bool TryInput(JsonElement arguments, ArrayBufferWriter<byte> input)
    {
        if (arguments.ValueKind == JsonValueKind.Object)
        {
            input.Write(RawJson.Of(arguments));
            return true;
        }
        if (arguments.ValueKind != JsonValueKind.String) return false;
        // A function without arguments is often called with no text at all.
        if (PartText.IsBlank(arguments)) input.Write("{}"u8);
        else if (!input.TryWriteUnescaped(RawJson.Inside(arguments))) return false;
        return ArgumentsObject.IsObject(input.WrittenSpan);
    }

    private void ToolResult(ToolResultPart result)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_result"u8);
        Id("tool_use_id"u8, result.CallId);
        var content = result.Content.Where(part => PartText.Of(part) is not { } text || !PartText.IsBlank(text)).ToList();
        if (content.Count > 0)
        {
            writer.WriteStartArray("content"u8);
            foreach (var part in content) Write(part, TurnRole.User);
            writer.WriteEndArray();
        }
        if (result.IsError) writer.WriteBoolean("is_error"u8, true);
        WriteCache(writer, result.Cache);
        writer.WriteEndObject();
    }

    /// <summary>
    /// Writes a call's identifier. Anthropic takes letters, digits, '_' and '-' alone, and some models elsewhere number their calls
    /// <c>functions.weather:0</c>: other characters become their code, in a call and in its result alike.
    /// </summary>
    private void Id(ReadOnlySpan<byte> name, JsonElement id)
    {
        var inside = RawJson.Inside(id);
        var text = new ArrayBufferWriter<byte>(Math.Max(16, inside.Length));
        foreach (var character in inside)
        {
            if (char.IsAsciiLetterOrDigit((char)character) || character is (byte)'_' or (byte)'-') text.Write([character]);
            else text.Write([(byte)'_', Digit(character >> 4), Digit(character & 15)]);
        }
        writer.WriteInside(name, text.WrittenSpan);

        static byte Digit(int value) => "0123456789abcdef"u8[value];
    }
}
