using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Reads <c>data:image/png;base64,…</c> and the base 64 inside.</summary>
internal static class DataUrl
{
    private static readonly SearchValues<byte> Breaks = SearchValues.Create(" \t\r\n"u8);

    /// <param name="inside">The inside of a JSON string.</param>
    public static bool Is(ReadOnlySpan<byte> inside) => inside.Length >= 5 && Ascii.EqualsIgnoreCase(inside[..5], "data:"u8);

    /// <summary>Reads a data URL, or notes why it is none and gives null.</summary>
    public static MediaSource? Read(JsonCursor url)
    {
        var inside = RawJson.Inside(url.Element);
        var comma = inside.IndexOf((byte)',');
        var head = comma < 0 ? null : RawJson.Say(inside[5..comma]);
        if (head is null || !head.EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
        {
            url.Fail($"'{url.Path}' must be of the form 'data:<media type>;base64,<data>'.", "invalid_value");
            return null;
        }
        var type = head[..head.IndexOf(';', StringComparison.Ordinal)].Trim().ToLowerInvariant();
        if (!MediaType.Is(type))
        {
            url.Fail($"'{url.Path}' names no media type: 'data:image/png;base64,…' would be one of a PNG image.", "invalid_value");
            return null;
        }
        return Bytes(url, inside[(comma + 1)..]) is { } bytes ? new MediaSource(null, bytes, type) : null;
    }

    /// <summary>Proves base 64 valid and takes line breaks out, or notes a fault and gives null.</summary>
    /// <param name="holder">The string that holds it.</param>
    /// <param name="inside">Where in the inside of that string it is.</param>
    public static ReadOnlyMemory<byte>? Bytes(JsonCursor holder, ReadOnlySpan<byte> inside)
    {
        // Some languages escape every slash, so that what is no base 64 as it stands may well be some once it is unescaped.
        var text = new ArrayBufferWriter<byte>(Math.Max(16, inside.Length));
        if (!text.TryWriteUnescaped(inside) || !Base64.IsValid(text.WrittenSpan, out var length))
        {
            holder.Fail($"'{holder.Path}' holds data that is not valid base 64.", "invalid_base64");
            return null;
        }
        if (length == 0)
        {
            holder.Fail($"'{holder.Path}' holds no data.", "invalid_value");
            return null;
        }
        return text.WrittenSpan.IndexOfAny(Breaks) < 0 ? text.WrittenMemory : Unbroken(text.WrittenSpan);
    }

    private static byte[] Unbroken(ReadOnlySpan<byte> text)
    {
        var unbroken = new List<byte>(text.Length);
        foreach (var character in text)
            if (!Breaks.Contains(character)) unbroken.Add(character);
        return [.. unbroken];
    }
}
