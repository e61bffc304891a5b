using System.Buffers;
using System.Buffers.Text;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.Media;

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
        if (MediaTypes.Read(type) is not { } media || !data.IsText()) return null;
        if (media.StartsWith(mediaType, StringComparison.Ordinal) && (mediaType == Pdf ? media.Length == Pdf.Length : media.Length > mediaType.Length))
            return InlineBytes.Read(data) is { } bytes ? new MediaSource(null, bytes, media) : null;
        if (mediaType == Pdf) type.FailChoice(media, Pdf);
        else type.FailChoice(media, "image/jpeg", "image/png", "image/gif", "image/webp");
        return null;
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
