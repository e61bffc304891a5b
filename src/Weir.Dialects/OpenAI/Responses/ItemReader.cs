using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads the items of a request's <c>input</c>, and those of the responses before it.</summary>
internal static class ItemReader
{
    public static void Read(JsonCursor item, TurnList turns)
    {
        if (!item.IsObject()) return;
        switch (TypeOf(item))
        {
            case null: break;
            case "message": Message(item, turns); break;
            case "function_call": Call(item, turns); break;
            case "custom_tool_call": Custom(item, turns); break;
            case "function_call_output" or "custom_tool_call_output": Result(item, turns); break;
            case "reasoning": ReasoningItemReader.Read(item, turns); break;
            // What was searched for is no longer there to be read, only that it was: a history does without.
            case "web_search_call": item.Reading.Omit(item.Path, "a search that OpenAI made", "web_search_call"); break;
            case "item_reference": item.Reading.OmitContent(item.Path, "an 'item_reference' points to an item that is stored at OpenAI"); break;
            case var other: item.Reading.OmitContent(item.Path, $"an item of the type '{(other.Length <= 64 ? other : other[..64] + "…")}' belongs to a tool that only OpenAI's Responses API has"); break;
        }
    }

    /// <summary>Messages and references may leave out what they are.</summary>
    private static string? TypeOf(JsonCursor item)
    {
        if (item.TryGet("type", out var type)) return type.Text();
        if (item.TryGet("role", out _)) return "message";
        if (item.TryGet("id", out _)) return "item_reference";
        item.TryRequire("type", out _);
        return null;
    }

    private static void Message(JsonCursor item, TurnList turns)
    {
        // The phase is the model's own mark on its own words, which no other dialect has.
        item.OmitOthers("type", "role", "content", "id", "status", "phase");
        if (!item.TryRequire("role", out var role) || role.Text() is not { } word || !item.TryRequire("content", out var content)) return;
        switch (word)
        {
            case "assistant":
                foreach (var part in PartReader.Said(content)) turns.AddAssistant(part);
                break;
            case "user": turns.Add(TurnRole.User, PartReader.Given(content)); break;
            case "system" or "developer": turns.Add(TurnRole.System, PartReader.Given(content)); break;
            default: role.FailChoice(word, "user", "assistant", "system", "developer"); break;
        }
    }

    private static void Call(JsonCursor item, TurnList turns)
    {
        item.OmitOthers("type", "id", "call_id", "name", "namespace", "arguments", "status");
        if (!JsonString.TryRequire(item, "call_id", out var id) || Name(item) is not { } name) return;
        if (item.TryRequire("arguments", out var given) && given.IsText() && ArgumentText.Read(given) is { } arguments) Add(id, name, arguments, item, turns);
    }

    private static void Custom(JsonCursor item, TurnList turns)
    {
        item.OmitOthers("type", "id", "call_id", "name", "namespace", "input", "status");
        if (!JsonString.TryRequire(item, "call_id", out var id) || Name(item) is not { } name) return;
        if (item.TryRequire("input", out var input) && input.IsText()) Add(id, name, CustomTool.Arguments(input.Element), item, turns);
    }

    private static void Add(JsonElement id, JsonElement name, JsonElement arguments, JsonCursor item, TurnList turns)
    {
        turns.AddAssistant(new ToolCallPart(id, name, arguments, item.Path) { Signature = turns.NextCallSignature });
        turns.NextCallSignature = null;
    }

    private static JsonElement? Name(JsonCursor item)
    {
        if (!JsonString.TryRequire(item, "name", out var name)) return null;
        return item.TryGet("namespace", out var space) && space.IsText() ? NamespacedName.Of(space.Element, name) : name;
    }

    private static void Result(JsonCursor item, TurnList turns)
    {
        item.OmitOthers("type", "id", "call_id", "output", "name", "status");
        if (!JsonString.TryRequire(item, "call_id", out var id) || !item.TryRequire("output", out var output)) return;
        turns.Add(TurnRole.User, new ToolResultPart(id, PartReader.Given(output, mayBeEmpty: true), item.Path) { Name = item.RawText("name") });
    }
}
