using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.Media;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads the parts of messages and of functions' results.</summary>
internal static class PartReader
{
    /// <summary>Reads what somebody other than the model said: a text or a list of parts.</summary>
    public static List<Part> Given(JsonCursor content, bool mayBeEmpty = false)
    {
        if (content.Kind == JsonValueKind.String) return [new TextPart(content.Element, content.Path)];
        var parts = new List<Part>();
        foreach (var item in ItemsOrText(content))
            if (GivenPart(item) is { } part) parts.Add(part);
        if (!mayBeEmpty && content.Kind == JsonValueKind.Array && content.Element.GetArrayLength() == 0)
            content.Fail($"'{content.Path}' must not be empty.", "empty_array");
        return parts;
    }

    /// <summary>Reads what the model said: a text or a list of parts, which may be empty when the answer was broken off.</summary>
    public static List<Part> Said(JsonCursor content)
    {
        if (content.Kind == JsonValueKind.String) return [new TextPart(content.Element, content.Path)];
        var parts = new List<Part>();
        foreach (var item in ItemsOrText(content))
            if (SaidPart(item) is { } part) parts.Add(part);
        return parts;
    }

    private static IEnumerable<JsonCursor> ItemsOrText(JsonCursor content)
    {
        if (content.Kind == JsonValueKind.Array) return content.Items();
        content.FailType("a string or an array");
        return [];
    }

    private static Part? SaidPart(JsonCursor part)
    {
        if (!part.TryRequire("type", out var type) || type.Text() is not { } word) return null;
        switch (word)
        {
            // Annotations and logprobs are what the model's own words came with, and tell it nothing.
            case "output_text" or "input_text":
                part.OmitOthers("type", "text", "annotations", "logprobs");
                return part.TryRequire("text", out var text) && text.IsText() ? new TextPart(text.Element, part.Path) : null;
            case "refusal":
                part.OmitOthers("type", "refusal");
                return part.TryRequire("refusal", out var refusal) && refusal.IsText() ? new RefusalPart(refusal.Element, part.Path) : null;
            default:
                type.FailChoice(word, "output_text", "refusal");
                return null;
        }
    }

    private static Part? GivenPart(JsonCursor part)
    {
        if (!part.TryRequire("type", out var type) || type.Text() is not { } word) return null;
        var cache = Cache(part);
        switch (word)
        {
            case "input_text":
                part.OmitOthers("type", "text", "prompt_cache_breakpoint");
                return part.TryRequire("text", out var text) && text.IsText() ? new TextPart(text.Element, part.Path) { Cache = cache } : null;
            case "input_image": return Image(part, cache);
            case "input_file": return File(part, cache);
            case "input_audio": return Audio(part, cache);
            default:
                type.FailChoice(word, "input_text", "input_image", "input_file", "input_audio");
                return null;
        }
    }

    private static CacheMark? Cache(JsonCursor part)
    {
        if (!part.TryGet("prompt_cache_breakpoint", out var mark) || !mark.IsObject()) return null;
        mark.OmitOthers("mode");
        return new CacheMark(null);
    }

    private static ImagePart? Image(JsonCursor part, CacheMark? cache)
    {
        part.OmitOthers("type", "image_url", "file_id", "detail", "prompt_cache_breakpoint");
        var detail = part.RawText("detail");
        MediaSource? source = null;
        if (part.TryGet("image_url", out var url)) source = MediaReader.Address(url);
        else if (part.TryGet("file_id", out var id)) source = Uploaded(id);
        else part.Fail($"'{part.Path}' needs an 'image_url' or a 'file_id'.", "missing_required_parameter");
        if (source is { IsInline: true } && !source.MediaType!.StartsWith("image/", StringComparison.Ordinal))
            url.Fail($"'{url.Path}' holds '{source.MediaType}' data, which is no image.", "invalid_value");
        return source is null ? null : new ImagePart(source, detail, part.Path) { Cache = cache };
    }

    private static FilePart? File(JsonCursor part, CacheMark? cache)
    {
        if (part.TryGet("detail", out var detail) && detail.Text() is { } word && word != "auto") part.Reading.Omit(detail.Path);
        part.OmitOthers("type", "file_data", "file_url", "file_id", "filename", "detail", "prompt_cache_breakpoint");
        MediaSource? source = null;
        if (part.TryGet("file_data", out var data)) source = MediaReader.FileData(data, part.Text("filename"));
        else if (part.TryGet("file_url", out var url)) source = MediaReader.Address(url);
        else if (part.TryGet("file_id", out var id)) source = Uploaded(id);
        else part.Fail($"'{part.Path}' needs 'file_data', a 'file_url' or a 'file_id'.", "missing_required_parameter");
        return source is null ? null : new FilePart(source, part.RawText("filename"), part.Path) { Cache = cache };
    }

    private static AudioPart? Audio(JsonCursor part, CacheMark? cache)
    {
        part.OmitOthers("type", "input_audio", "prompt_cache_breakpoint");
        if (!part.TryRequire("input_audio", out var audio) || !audio.TryRequire("data", out var data)) return null;
        audio.OmitOthers("data", "format");
        if (!audio.TryRequire("format", out var format) || format.Text()?.ToLowerInvariant() is not { } word) return null;
        if (word is not ("wav" or "mp3"))
        {
            format.FailChoice(word, "wav", "mp3");
            return null;
        }
        return InlineBytes.Read(data) is { } bytes ? new AudioPart(new MediaSource(null, bytes, "audio/" + word), part.Path) { Cache = cache } : null;
    }

    private static MediaSource? Uploaded(JsonCursor id) => id.IsText() ? new MediaSource(null, default, null, id.Element) : null;
}
