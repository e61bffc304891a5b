using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Reads the content blocks of messages, system prompts and tool results.</summary>
internal static class BlockReader
{
    /// <summary>Reads a block and adds what it says to the parts: usually one, none when it cannot be said elsewhere.</summary>
    public static void Read(JsonCursor block, TurnRole role, List<Part> parts)
    {
        if (!block.TryRequire("type", out var type) || type.Text() is not { } word) return;
        Part? part = (word, role) switch
        {
            ("text", _) => Text(block, role),
            ("image", TurnRole.User) => Image(block),
            ("tool_result", TurnRole.User) => ToolResult(block),
            ("tool_use", TurnRole.Assistant) => ToolCall(block),
            ("thinking", TurnRole.Assistant) => Thoughts(block),
            ("redacted_thinking", TurnRole.Assistant) => Redacted(block),
            _ => null,
        };
        if (part is not null) parts.Add(part);
        else if ((word, role) == ("document", TurnRole.User)) Document(block, parts);
        else Refuse(block, type, word, role);
    }

    private static void Refuse(JsonCursor block, JsonCursor type, string word, TurnRole role)
    {
        if (role == TurnRole.System) type.FailChoice(word, "text");
        else if (word is "image" or "tool_result" or "tool_use" or "thinking" or "redacted_thinking")
        {
            // One that may stand here was read, and what is wrong with it is noted.
            var speaker = word is "image" or "tool_result" ? TurnRole.User : TurnRole.Assistant;
            var named = speaker == TurnRole.User ? "user" : "assistant";
            if (role != speaker) type.Fail($"'{type.Path}': a block of type '{word}' belongs into a message of the role '{named}'.", "invalid_value");
        }
        else if (word == "document") block.Reading.OmitContent(block.Path, "a document in an assistant's message can be told to Anthropic alone");
        else block.Reading.OmitContent(block.Path, "blocks of this type can be told to Anthropic alone");
    }

    private static TextPart? Text(JsonCursor block, TurnRole role)
    {
        // Sources of an earlier answer tell its model nothing, and clients give them back with it.
        if (role != TurnRole.Assistant) OmitUnless(IsEmptyArray, block, "citations");
        block.OmitOthers("type", "text", "cache_control", "citations");
        var cache = CacheMarkReader.Read(block);
        return block.TryRequire("text", out var text) && text.IsText() ? new TextPart(text.Element, block.Path) { Cache = cache } : null;
    }

    private static ImagePart? Image(JsonCursor block)
    {
        block.OmitOthers("type", "source", "cache_control");
        var cache = CacheMarkReader.Read(block);
        return block.TryRequire("source", out var source) && SourceReader.Image(source) is { } bytes
            ? new ImagePart(bytes, null, block.Path) { Cache = cache }
            : null;
    }

    private static void Document(JsonCursor block, List<Part> parts)
    {
        OmitUnless(IsSwitchedOff, block, "citations");
        var cache = CacheMarkReader.Read(block);
        if (!block.TryRequire("source", out var source)) return;
        if (source.TryGet("type", out var type) && RawJson.Inside(type.Element).SequenceEqual("content"u8))
        {
            // A document made of blocks is what its blocks are: no other dialect has a wrapping for them.
            block.OmitOthers("type", "source", "cache_control", "citations");
            source.OmitOthers("type", "content");
            if (source.TryRequire("content", out var content)) Spread(content, cache, parts);
            return;
        }
        block.OmitOthers("type", "source", "title", "cache_control", "citations");
        if (SourceReader.Document(source) is { } bytes) parts.Add(new FilePart(bytes, block.RawText("title"), block.Path) { Cache = cache });
    }

    private static void Spread(JsonCursor content, CacheMark? cache, List<Part> parts)
    {
        var inner = Content(content);
        if (cache is not null && inner.Count > 0) inner[^1] = inner[^1] with { Cache = cache };
        parts.AddRange(inner);
    }

    private static ToolCallPart? ToolCall(JsonCursor block)
    {
        // "signature" is Weir's own, see AnswerStreamWriter; whoever called is the model itself unless said otherwise.
        OmitUnless(IsDirect, block, "caller");
        block.OmitOthers("type", "id", "name", "input", "cache_control", "caller", "signature");
        var cache = CacheMarkReader.Read(block);
        var id = RequestReader.Name(block, "id");
        var name = RequestReader.Name(block, "name");
        if (!block.TryRequire("input", out var input) || !input.IsObject() || id is null || name is null) return null;
        return new ToolCallPart(id.Value.Element, name.Value.Element, input.Element, block.Path) { Cache = cache, Signature = Filled(block.RawText("signature")) };
    }

    private static ToolResultPart? ToolResult(JsonCursor block)
    {
        block.OmitOthers("type", "tool_use_id", "content", "is_error", "cache_control");
        var cache = CacheMarkReader.Read(block);
        var failed = block.Flag("is_error") == true;
        var content = block.TryGet("content", out var given) ? Content(given) : [];
        if (RequestReader.Name(block, "tool_use_id") is not { } id) return null;
        return new ToolResultPart(id.Element, content, block.Path) { IsError = failed, Cache = cache };
    }

    /// <summary>The content of a tool's result or a document: a text, or blocks of text, images and documents.</summary>
    private static List<Part> Content(JsonCursor content)
    {
        var parts = new List<Part>();
        if (content.Kind == JsonValueKind.String)
        {
            if (!RawJson.Inside(content.Element).IsEmpty) parts.Add(new TextPart(content.Element, content.Path));
            return parts;
        }
        if (content.Kind != JsonValueKind.Array)
        {
            content.FailType("a string or an array of blocks");
            return parts;
        }
        foreach (var block in content.Items())
        {
            if (!block.TryGet("type", out var type) || !RawJson.Inside(type.Element).SequenceEqual("tool_result"u8)) Read(block, TurnRole.User, parts);
            else type.FailChoice("tool_result", "text", "image", "document");
        }
        return parts;
    }

    private static ReasoningPart? Thoughts(JsonCursor block)
    {
        block.OmitOthers("type", "thinking", "signature");
        if (!block.TryRequire("thinking", out var text) || !text.IsText()) return null;
        return new ReasoningPart(Filled(text.Element), Filled(block.RawText("signature")), block.Path);
    }

    private static ReasoningPart? Redacted(JsonCursor block)
    {
        block.OmitOthers("type", "data");
        return block.TryRequire("data", out var data) && data.IsText() ? new ReasoningPart(null, data.Element, block.Path) { IsRedacted = true } : null;
    }

    private static JsonElement? Filled(JsonElement? text) => text is { } given && !RawJson.Inside(given).IsEmpty ? given : null;

    private static void OmitUnless(Func<JsonElement, bool> asksForNothing, JsonCursor block, string member)
    {
        if (block.TryGet(member, out var value) && !asksForNothing(value.Element)) value.Reading.Omit(value.Path);
    }

    private static bool IsEmptyArray(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;

    private static bool IsSwitchedOff(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && (!value.TryGetProperty("enabled", out var enabled) || enabled.ValueKind == JsonValueKind.False);

    private static bool IsDirect(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var type) && RawJson.Inside(type).SequenceEqual("direct"u8);
}
