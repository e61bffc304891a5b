using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Reads a message's <c>content</c>: a string, or an array of parts.</summary>
internal static class ContentReader
{
    /// <param name="content">The content.</param>
    /// <param name="allowed">The types of parts that the message's role may have.</param>
    /// <param name="parts">Where they go.</param>
    /// <param name="repeated">Members of parts that say nothing new.</param>
    public static void Read(JsonCursor content, string[] allowed, List<Part> parts, params string[] repeated)
    {
        if (content.Kind == JsonValueKind.String)
        {
            parts.Add(new TextPart(content.Element, content.Path));
            return;
        }
        if (content.Kind != JsonValueKind.Array)
        {
            content.FailType("a string or an array of content parts");
            return;
        }
        foreach (var item in content.Items())
            if (item.IsObject() && ReadPart(item, allowed, repeated) is { } part) parts.Add(part with { Cache = CacheMarks.Read(item) });
        if (content.Element.GetArrayLength() == 0) content.Fail($"'{content.Path}' must hold at least one content part.", "empty_array");
    }

    private static Part? ReadPart(JsonCursor item, string[] allowed, string[] repeated)
    {
        if (!item.TryRequire("type", out var type) || type.Text() is not { } word) return null;
        if (!allowed.Contains(word, StringComparer.Ordinal))
        {
            type.FailChoice(word, allowed);
            return null;
        }
        item.OmitOthers(["type", word, "cache_control", "prompt_cache_breakpoint", .. repeated]);
        if (!item.TryRequire(word, out var value)) return null;
        return word switch
        {
            "text" => value.IsText() ? new TextPart(value.Element, item.Path) : null,
            "refusal" => value.IsText() ? new RefusalPart(value.Element, item.Path) : null,
            "image_url" => MediaReader.Image(value, item.Path),
            "input_audio" => MediaReader.Audio(value, item.Path),
            _ => MediaReader.File(value, item.Path),
        };
    }
}
