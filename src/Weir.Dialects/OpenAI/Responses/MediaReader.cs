using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads where the bytes of images, files and recordings are.</summary>
internal static class MediaReader
{
    /// <summary>Reads an address: http, https, or data with the bytes in it.</summary>
    public static MediaSource? Address(JsonCursor url)
    {
        if (Unescaped(url) is not { } address) return null;
        if (IsData(address.Span)) return Data(url, address);
        if (Begins(address.Span, "http://"u8) || Begins(address.Span, "https://"u8)) return new MediaSource(url.Element, default, null);
        url.Fail($"'{url.Path}' must be an http, https or data URL.", "invalid_value");
        return null;
    }

    /// <summary>Reads the bytes of a file: a data URL, or plain base 64 whose kind the file's name tells.</summary>
    public static MediaSource? FileData(JsonCursor data, string? filename)
    {
        if (Unescaped(data) is not { } text) return null;
        return IsData(text.Span) ? Data(data, text) : Plain(data, text, FileTypes.Of(filename));
    }

    /// <summary>Reads plain base 64.</summary>
    public static MediaSource? Plain(JsonCursor data, string mediaType) => Unescaped(data) is { } text ? Plain(data, text, mediaType) : null;

    private static MediaSource? Plain(JsonCursor at, ReadOnlyMemory<byte> base64, string mediaType)
    {
        // Line breaks are valid base 64 to .NET, but not to every provider.
        if (!base64.IsEmpty && Base64.IsValid(base64.Span) && base64.Span.IndexOfAny(" \t\r\n"u8) < 0) return new MediaSource(null, base64, mediaType);
        at.Fail($"'{at.Path}' does not hold valid base64 without line breaks.", "invalid_value");
        return null;
    }

    private static MediaSource? Data(JsonCursor at, ReadOnlyMemory<byte> url)
    {
        var comma = url.Span.IndexOf((byte)',');
        var head = comma < 0 ? default : url.Span[5..comma];
        var type = head.IndexOf((byte)';') is > 0 and var end ? Encoding.UTF8.GetString(head[..end]).Trim().ToLowerInvariant() : "";
        if (MediaType.Is(type) && head.Length >= 7 && Ascii.EqualsIgnoreCase(head[^7..], ";base64"u8)) return Plain(at, url[(comma + 1)..], type);
        at.Fail($"'{at.Path}' is no data URL of the form 'data:TYPE;base64,BYTES'.", "invalid_value");
        return null;
    }

    private static bool IsData(ReadOnlySpan<byte> address) => Begins(address, "data:"u8);

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) => text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start);

    /// <summary>The text itself: base 64 is often written with its slashes escaped.</summary>
    private static ReadOnlyMemory<byte>? Unescaped(JsonCursor text)
    {
        if (!text.IsText()) return null;
        var bytes = new ArrayBufferWriter<byte>();
        if (bytes.TryWriteUnescaped(RawJson.Inside(text.Element))) return bytes.WrittenMemory;
        text.Fail($"'{text.Path}' holds half of a surrogate pair.", "invalid_json");
        return null;
    }
}
