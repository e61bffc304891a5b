using System.Buffers;
using System.Buffers.Text;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>
/// Bytes in a JSON text as protocol buffers take them: base 64 of either alphabet, with or without padding. Google's SDK for
/// Python sends the alphabet of addresses (<c>-</c> and <c>_</c>), which no other provider takes.
/// </summary>
internal static class Base64Text
{
    /// <summary>The usual base 64 of a value; a fault, and nothing, when it is none.</summary>
    public static ReadOnlyMemory<byte> Read(JsonCursor value)
    {
        if (!value.IsText()) return default;
        var text = new ArrayBufferWriter<byte>(Math.Max(16, RawJson.Inside(value.Element).Length + 3));
        if (!text.TryWriteUnescaped(RawJson.Inside(value.Element))) return Failed(value);
        text.Write("==="u8[..((4 - text.WrittenCount % 4) % 4)]);
        var bytes = text.WrittenSpan.ToArray();
        bytes.AsSpan().Replace((byte)'-', (byte)'+');
        bytes.AsSpan().Replace((byte)'_', (byte)'/');
        // White space inside is taken by the check, and by no provider.
        if (bytes.Length == 0 || bytes.AsSpan().IndexOfAny(" \t\r\n"u8) >= 0 || !Base64.IsValid(bytes)) return Failed(value);
        return bytes;
    }

    private static ReadOnlyMemory<byte> Failed(JsonCursor value)
    {
        value.Fail($"'{value.Path}' must be base 64 without line breaks, and not empty.", "invalid_value");
        return default;
    }
}
