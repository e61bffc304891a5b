using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using Weir.Dialects.Json;

namespace Weir.Dialects.Media;

/// <summary>Bytes that came in base 64 inside a JSON string.</summary>
internal static class InlineBytes
{
    private static readonly SearchValues<byte> Breaks = SearchValues.Create(" \t\r\n"u8);

    /// <summary>Reads a string that is base 64 as a whole, or notes a fault and gives null.</summary>
    public static ReadOnlyMemory<byte>? Read(JsonCursor text) => text.IsText() ? Read(text, RawJson.Inside(text.Element)) : null;

    /// <summary>
    /// Proves base 64 valid and makes it such as every provider takes it: without line breaks, in the usual alphabet, padded.
    /// Google's SDK for Python sends the alphabet of addresses (<c>-</c> and <c>_</c>), as protocol buffers allow.
    /// </summary>
    /// <param name="holder">The string that holds it.</param>
    /// <param name="inside">Where in the inside of that string it is.</param>
    /// <returns>Null, and a fault, when it is none or holds nothing.</returns>
    public static ReadOnlyMemory<byte>? Read(JsonCursor holder, ReadOnlySpan<byte> inside)
    {
        // Some languages escape every slash, so that what is no base 64 as it stands may well be some once it is unescaped.
        var text = new ArrayBufferWriter<byte>(Math.Max(16, inside.Length));
        if (text.TryWriteUnescaped(inside) && Usual(text.WrittenMemory) is var base64 && Base64.IsValid(base64.Span, out var length))
        {
            if (length > 0) return base64;
            holder.Fail($"'{holder.Path}' holds no data.", "invalid_value");
            return null;
        }
        var remedy = DataUrl.Is(inside) ? ": leave out what stands before the comma" : "";
        holder.Fail($"'{holder.Path}' holds data that is not valid base 64{remedy}.", "invalid_base64");
        return null;
    }

    /// <summary>The text that the bytes are.</summary>
    /// <param name="base64">Bytes in valid base 64.</param>
    /// <param name="text">The text in UTF-8.</param>
    /// <returns>False when they are no UTF-8.</returns>
    public static bool TryText(ReadOnlySpan<byte> base64, out ReadOnlyMemory<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        var done = Base64.DecodeFromUtf8(base64, bytes, out _, out var length) == OperationStatus.Done;
        text = bytes.AsMemory(0, length);
        return done && Utf8.IsValid(text.Span);
    }

    private static ReadOnlyMemory<byte> Usual(ReadOnlyMemory<byte> text)
    {
        if (text.Length % 4 == 0 && !text.Span.ContainsAny(Breaks) && !text.Span.ContainsAny((byte)'-', (byte)'_')) return text;
        var usual = new List<byte>(text.Length + 3);
        foreach (var character in text.Span)
            if (!Breaks.Contains(character))
                usual.Add(character switch { (byte)'-' => (byte)'+', (byte)'_' => (byte)'/', _ => character });
        while (usual.Count % 4 != 0) usual.Add((byte)'=');
        return usual.ToArray();
    }
}
