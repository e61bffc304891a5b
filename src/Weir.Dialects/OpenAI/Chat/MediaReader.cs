using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.Media;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Reads images, recordings and files.</summary>
internal static class MediaReader
{
    public static Part? Image(JsonCursor image, JsonPath path)
    {
        if (!image.IsObject() || !image.TryRequire("url", out var url) || !url.IsText()) return null;
        image.OmitOthers("url", "detail");
        var detail = image.RawText("detail");
        if (!DataUrl.Is(RawJson.Inside(url.Element)))
            return HasAddress(url) ? new ImagePart(new MediaSource(url.Element, default, null), detail, path) : null;
        if (DataUrl.Read(url) is not { } source) return null;
        if (source.MediaType!.StartsWith("image/", StringComparison.Ordinal)) return new ImagePart(source, detail, path);
        url.Fail($"'{url.Path}' holds '{source.MediaType}' data, which is no image.", "invalid_value");
        return null;
    }

    public static Part? Audio(JsonCursor audio, JsonPath path)
    {
        if (!audio.IsObject()) return null;
        audio.OmitOthers("data", "format");
        if (!audio.TryRequire("data", out var data) || !audio.TryRequire("format", out var format)) return null;
        var word = format.Text();
        if (word is not ("wav" or "mp3"))
        {
            format.FailChoice(word, "wav", "mp3");
            return null;
        }
        return InlineBytes.Read(data) is { } bytes
            ? new AudioPart(new MediaSource(null, bytes, $"audio/{word}"), path)
            : null;
    }

    public static Part? File(JsonCursor file, JsonPath path)
    {
        if (!file.IsObject()) return null;
        file.OmitOthers("file_data", "file_id", "filename");
        var name = file.RawText("filename");
        if (file.TryGet("file_data", out var data))
        {
            if (!data.IsText()) return null;
            var source = DataUrl.Is(RawJson.Inside(data.Element)) ? DataUrl.Read(data) : Plain(data, name);
            return source is null ? null : new FilePart(source, name, path);
        }
        if (file.TryGet("file_id", out var id))
            return id.IsText() ? new FilePart(new MediaSource(null, default, null, id.Element), name, path) : null;
        file.TryRequire("file_data", out _);
        return null;
    }

    /// <summary>A file whose type the client does not say: OpenAI takes documents alone, and PDFs first of all.</summary>
    private static MediaSource? Plain(JsonCursor data, JsonElement? name)
    {
        var file = name is { } given ? RawJson.Say(RawJson.Inside(given)) : null;
        return InlineBytes.Read(data) is { } bytes ? new MediaSource(null, bytes, MediaTypes.OfFile(file) ?? "application/pdf") : null;
    }

    private static bool HasAddress(JsonCursor url)
    {
        var text = url.Text();
        if (text is null) return false;
        foreach (var scheme in (ReadOnlySpan<string>)["https://", "http://", "gs://", "s3://"])
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return true;
        url.Fail($"'{url.Path}' must be a data: URL or an http or https address.", "invalid_value");
        return false;
    }
}
