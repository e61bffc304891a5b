using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Reads the <c>messages</c> of a request: each one becomes a turn.</summary>
internal sealed class MessageReader(List<Turn> turns)
{
    private static readonly string[] Text = ["text"];
    private static readonly string[] OfUser = ["text", "image_url", "input_audio", "file"];
    private static readonly string[] OfTool = ["text", "image_url", "file"];

    private readonly AssistantReader _assistant = new();

    public void Read(JsonCursor messages)
    {
        var any = false;
        foreach (var message in messages.Items())
        {
            any = true;
            ReadMessage(message);
        }
        if (!any) messages.Fail($"'{messages.Path}' must hold at least one message.", "empty_array");
    }

    private void ReadMessage(JsonCursor message)
    {
        if (!message.IsObject() || !message.TryRequire("role", out var role)) return;
        switch (role.Text())
        {
            case null: break;
            case "system" or "developer": AddSaid(TurnRole.System, message, Text); break;
            case "user": AddSaid(TurnRole.User, message, OfUser); break;
            case "assistant": turns.Add(new Turn(TurnRole.Assistant, _assistant.Read(message))); break;
            case "tool": AddResult(message); break;
            case "function": AddFunctionResult(message); break;
            case var other: role.FailChoice(other, "system", "developer", "user", "assistant", "tool"); break;
        }
    }

    private void AddSaid(TurnRole role, JsonCursor message, string[] allowed)
    {
        var parts = new List<Part>();
        if (message.TryRequire("content", out var content)) ContentReader.Read(content, allowed, parts);
        message.OmitOthers("role", "content");
        turns.Add(new Turn(role, parts));
    }

    private void AddResult(JsonCursor message)
    {
        var content = new List<Part>();
        if (message.TryRequire("content", out var said)) ContentReader.Read(said, OfTool, content);
        message.OmitOthers("role", "content", "tool_call_id", "name", "cache_control");
        if (!message.TryRequire("tool_call_id", out var id) || !id.IsText()) return;
        if (_assistant.IsOmitted(id)) message.Reading.OmitContent(message.Path, AssistantReader.CustomCalls);
        else Add(new ToolResultPart(id.Element, content, message.Path) { Name = message.RawText("name"), Cache = CacheMarks.Read(message) });
    }

    /// <summary>Before tools had ids, a function's result answered the one call before it.</summary>
    private void AddFunctionResult(JsonCursor message)
    {
        var content = new List<Part>();
        // Null is allowed here: a function that gives back nothing.
        if (message.TryGet("content", out var said)) ContentReader.Read(said, Text, content);
        message.OmitOthers("role", "content", "name");
        if (message.TryRequire("name", out var name) && name.IsText())
            Add(new ToolResultPart(_assistant.FunctionCallId, content, message.Path) { Name = name.Element });
    }

    private void Add(ToolResultPart result) => turns.Add(new Turn(TurnRole.User, [result]));
}
