using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Dialects.Json;

/// <summary>
/// Moving JSON values between texts as the bytes that they are. The inside of a JSON string (its escaped characters, without the
/// quotes) is the same in every dialect, so text is never unescaped on its way: nothing is allocated and nothing is changed.
/// </summary>
public static class RawJson
{
    private static readonly SearchValues<byte> Escapable = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 32).Select(code => (byte)code)]);

    /// <summary>How bodies are written: relaxed, since the escapes left out protect HTML alone; not validated, since raw values go in.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A value's bytes, a string's quotes included.</summary>
    public static ReadOnlySpan<byte> Of(JsonElement element) => JsonMarshal.GetRawUtf8Value(element);

    /// <summary>The inside of a JSON string, as it is escaped.</summary>
    public static ReadOnlySpan<byte> Inside(JsonElement text) => text.ValueKind == JsonValueKind.String ? Of(text)[1..^1] : default;

    /// <summary>Makes a JSON string of a text.</summary>
    public static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text);

    /// <summary>Writes a value as the bytes that it is.</summary>
    public static void WriteRaw(this Utf8JsonWriter writer, JsonElement element) => writer.WriteRawValue(Of(element), skipInputValidation: true);

    /// <summary>Writes a member with a value as the bytes that it is.</summary>
    public static void WriteRaw(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement element)
    {
        writer.WritePropertyName(name);
        writer.WriteRaw(element);
    }

    /// <summary>Writes a member with a value that is JSON text.</summary>
    public static void WriteRawMember(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }

    /// <summary>Writes the inside of a JSON string as a string value.</summary>
    public static void WriteInside(this Utf8JsonWriter writer, ReadOnlySpan<byte> inside)
    {
        var rented = ArrayPool<byte>.Shared.Rent(inside.Length + 2);
        rented[0] = rented[inside.Length + 1] = (byte)'"';
        inside.CopyTo(rented.AsSpan(1));
        writer.WriteRawValue(rented.AsSpan(0, inside.Length + 2), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Writes a member whose value is the inside of a JSON string.</summary>
    public static void WriteInside(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> inside)
    {
        writer.WritePropertyName(name);
        writer.WriteInside(inside);
    }

    /// <summary>Writes bytes that are valid UTF-8 such that they can stand inside a JSON string: how an object becomes the text of an argument.</summary>
    public static void WriteEscaped(this IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            var plain = utf8.IndexOfAny(Escapable);
            if (plain < 0) plain = utf8.Length;
            output.Write(utf8[..plain]);
            utf8 = utf8[plain..];
            if (utf8.IsEmpty) return;
            Escape(output, utf8[0]);
            utf8 = utf8[1..];
        }
    }

    /// <summary>Undoes the escapes inside a JSON string: how the text of an argument becomes the object that it says.</summary>
    /// <returns>False when it is not the inside of a JSON string, or no text: half of a surrogate pair.</returns>
    public static bool TryWriteUnescaped(this IBufferWriter<byte> output, ReadOnlySpan<byte> inside)
    {
        if (!inside.ContainsAny(Escapable))
        {
            output.Write(inside);
            return true;
        }
        var rented = ArrayPool<byte>.Shared.Rent(inside.Length + 2);
        try
        {
            rented[0] = rented[inside.Length + 1] = (byte)'"';
            inside.CopyTo(rented.AsSpan(1));
            var reader = new Utf8JsonReader(rented.AsSpan(0, inside.Length + 2));
            if (!reader.Read() || reader.BytesConsumed < inside.Length + 2) return false;
            var text = output.GetSpan(inside.Length);
            output.Advance(reader.CopyString(text));
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Whether the inside of a JSON string is white space alone, which several providers refuse as a text.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> inside)
    {
        while (!inside.IsEmpty)
        {
            if (inside[0] == ' ') inside = inside[1..];
            else if (inside[0] == '\\' && inside.Length > 1 && inside[1] is (byte)'n' or (byte)'r' or (byte)'t') inside = inside[2..];
            else return false;
        }
        return true;
    }

    /// <summary>The text that the inside of a JSON string says, or null when it says none.</summary>
    public static string? Say(ReadOnlySpan<byte> inside)
    {
        var text = new ArrayBufferWriter<byte>(Math.Max(16, inside.Length));
        return text.TryWriteUnescaped(inside) ? Encoding.UTF8.GetString(text.WrittenSpan) : null;
    }

    private static void Escape(IBufferWriter<byte> output, byte character)
    {
        switch (character)
        {
            case (byte)'"': output.Write("\\\""u8); break;
            case (byte)'\\': output.Write("\\\\"u8); break;
            case (byte)'\n': output.Write("\\n"u8); break;
            case (byte)'\r': output.Write("\\r"u8); break;
            case (byte)'\t': output.Write("\\t"u8); break;
            default:
                ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
                output.Write("\\u00"u8);
                output.Write([digits[character >> 4], digits[character & 15]]);
                break;
        }
    }
}
