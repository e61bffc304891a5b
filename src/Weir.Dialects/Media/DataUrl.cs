using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Media;

/// <summary>Addresses that hold what they point to (RFC 2397), of the one form that providers take: <c>data:image/png;base64,…</c></summary>
internal static class DataUrl
{
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
        if (!MediaTypes.Is(type))
        {
            url.Fail($"'{url.Path}' names no media type: 'data:image/png;base64,…' would be one of a PNG image.", "invalid_value");
            return null;
        }
        return InlineBytes.Read(url, inside[(comma + 1)..]) is { } bytes ? new MediaSource(null, bytes, type) : null;
    }

    /// <summary>Writes bytes as a data URL.</summary>
    public static void WriteDataUrl(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, MediaSource source)
    {
        var url = new ArrayBufferWriter<byte>(source.Base64.Length + 64);
        url.Write("data:"u8);
        url.WriteEscaped(Encoding.UTF8.GetBytes(source.MediaType ?? "application/octet-stream"));
        url.Write(";base64,"u8);
        url.Write(source.Base64.Span);
        writer.WriteInside(name, url.WrittenSpan);
    }
}
