using System.Buffers;
using System.Buffers.Text;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Reads where the bytes of images and documents are.</summary>
internal static class SourceReader
{
    private const string Pdf = "application/pdf";

    public static MediaSource? Image(JsonCursor source)
    {
        if (!source.TryRequire("type", out var type) || type.Text() is not { } word) return null;
        switch (word)
        {
            case "base64": return Bytes(source, "image/");
            case "url": return Address(source, null);
            case "file": return File(source);
            default:
                type.FailChoice(word, "base64", "url", "file");
                return null;
        }
    }

    public static MediaSource? Document(JsonCursor source)
    {
        if (!source.TryRequire("type", out var type) || type.Text() is not { } word) return null;
        switch (word)
        {
            case "base64": return Bytes(source, Pdf);
            case "text": return Text(source);
            case "url": return Address(source, Pdf);
            case "file": return File(source);
            default:
                type.FailChoice(word, "base64", "text", "url", "content", "file");
                return null;
        }
    }

    private static MediaSource? Bytes(JsonCursor source, string mediaType)
    {
        source.OmitOthers("type", "media_type", "data");
        if (!source.TryRequire("media_type", out var type) | !source.TryRequire("data", out var data)) return null;
        if (MediaType.Read(type) is not { } media || !data.IsText()) return null;
        if (media.StartsWith(mediaType, StringComparison.Ordinal) && (mediaType == Pdf ? media.Length == Pdf.Length : media.Length > mediaType.Length))
            return Base64Bytes(data) is { } bytes ? new MediaSource(null, bytes, media) : null;
        if (mediaType == Pdf) type.FailChoice(media, Pdf);
        else type.FailChoice(media, "image/jpeg", "image/png", "image/gif", "image/webp");
        return null;
    }

    private static ReadOnlyMemory<byte>? Base64Bytes(JsonCursor data)
    {
        var text = new ArrayBufferWriter<byte>(Math.Max(16, RawJson.Inside(data.Element).Length));
        // Slashes may be escaped, and lines broken.
        if (text.TryWriteUnescaped(RawJson.Inside(data.Element)) && Base64.IsValid(text.WrittenSpan, out var decoded) && decoded > 0)
            return text.WrittenSpan.IndexOfAny(" \t\r\n"u8) < 0 ? text.WrittenMemory : WithoutSpace(text.WrittenSpan);
        data.Fail($"'{data.Path}' must be bytes in base 64, without a prefix such as 'data:'.", "invalid_value");
        return null;
    }

    private static byte[] WithoutSpace(ReadOnlySpan<byte> text)
    {
        var kept = new byte[text.Length];
        var length = 0;
        foreach (var character in text)
            if (character is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) kept[length++] = character;
        return kept[..length];
    }

    private static MediaSource? Text(JsonCursor source)
    {
        source.OmitOthers("type", "media_type", "data");
        if (source.TryGet("media_type", out var type) && type.Text() is { } media && media != "text/plain") type.FailChoice(media, "text/plain");
        if (RequestReader.Name(source, "data") is not { } data) return null;
        var text = new ArrayBufferWriter<byte>();
        if (!text.TryWriteUnescaped(RawJson.Inside(data.Element)))
        {
            data.Fail($"'{data.Path}' holds half of a surrogate pair.", "invalid_json");
            return null;
        }
        var bytes = new byte[Base64.GetMaxEncodedToUtf8Length(text.WrittenCount)];
        Base64.EncodeToUtf8(text.WrittenSpan, bytes, out _, out var written);
        return new MediaSource(null, bytes.AsMemory(0, written), "text/plain");
    }

    private static MediaSource? Address(JsonCursor source, string? mediaType)
    {
        source.OmitOthers("type", "url");
        if (!source.TryRequire("url", out var url) || url.Text() is not { } address) return null;
        if (address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return new MediaSource(url.Element, default, mediaType);
        url.Fail($"'{url.Path}' must be an http or https address; send the bytes themselves as a source of type 'base64'.", "invalid_value");
        return null;
    }

    private static MediaSource? File(JsonCursor source)
    {
        source.OmitOthers("type", "file_id");
        return RequestReader.Name(source, "file_id") is { } id ? new MediaSource(null, default, null, id.Element) : null;
    }
}
