using System.Buffers;
using System.Text.Json;

namespace Weir.Dialects.Json;

/// <summary>
/// Arguments of a call, an object in some dialects and the text of one in others. A text that says no object, as a model may
/// produce it, is put into one: <c>{"arguments":"…"}</c>.
/// </summary>
internal static class ArgumentsObject
{
    /// <summary>Writes the object that a value is or says.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement arguments)
    {
        if (arguments.ValueKind == JsonValueKind.Object)
        {
            writer.WriteRaw(arguments);
            return;
        }
        var text = new ArrayBufferWriter<byte>();
        Write(text, RawJson.Inside(arguments), new ArrayBufferWriter<byte>());
        writer.WriteRawValue(text.WrittenSpan, skipInputValidation: true);
    }

    /// <summary>Writes the object that the inside of a JSON string says.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="inside">The text, as it is escaped.</param>
    /// <param name="scratch">Room to undo the escapes in; its content is lost.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> inside, ArrayBufferWriter<byte> scratch)
    {
        scratch.ResetWrittenCount();
        var isText = scratch.TryWriteUnescaped(inside);
        if (isText && scratch.WrittenSpan.IndexOfAnyExcept(" \t\r\n"u8) < 0) output.Write("{}"u8);
        else if (isText && IsObject(scratch.WrittenSpan)) WriteOnOneLine(output, scratch.WrittenSpan.Trim(" \t\r\n"u8));
        else
        {
            output.Write("{\"arguments\":\""u8);
            output.Write(inside);
            output.Write("\"}"u8);
        }
    }

    /// <summary>Line breaks in a JSON text stand between its tokens, and would end a line of an event.</summary>
    private static void WriteOnOneLine(IBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        var line = output.GetSpan(json.Length)[..json.Length];
        json.CopyTo(line);
        line.Replace((byte)'\n', (byte)' ');
        line.Replace((byte)'\r', (byte)' ');
        output.Advance(json.Length);
    }

    /// <summary>Whether a text is a JSON object and nothing else.</summary>
    public static bool IsObject(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, EventJson.Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
