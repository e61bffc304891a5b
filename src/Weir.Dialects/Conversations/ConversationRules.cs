using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>
/// What every provider demands of the calls and results of tools, checked before anything is sent: each call is answered before
/// the conversation goes on, and each result answers a call.
/// </summary>
public static class ConversationRules
{
    /// <summary>Checks a conversation, notes the first fault, and fills in the names of the functions that results come from.</summary>
    public static void Check(Conversation conversation)
    {
        // Emptied before each turn that fills it, and so enumerated in the order of the calls; one that kept an order by itself
        // would take its whole length for each result.
        var open = new Dictionary<string, ToolCallPart>(StringComparer.Ordinal);
        foreach (var turn in conversation.Turns)
        {
            var answersOnly = turn.Role == TurnRole.User && turn.Parts.Count > 0;
            foreach (var part in turn.Parts)
            {
                if (part is ToolResultPart result) Close(open, result, conversation.Reading);
                else answersOnly = false;
            }
            if (!answersOnly) RequireClosed(open, conversation.Reading);
            if (turn.Role == TurnRole.Assistant) Open(open, turn, conversation.Reading);
        }
        RequireClosed(open, conversation.Reading);
    }

    private static void Open(Dictionary<string, ToolCallPart> open, Turn turn, RequestReading reading)
    {
        foreach (var call in turn.Parts.OfType<ToolCallPart>())
            if (!open.TryAdd(Text(call.Id), call))
                reading.Fail(call.Path, $"Two tool calls of one turn have the id '{Text(call.Id)}'.", "invalid_value");
    }

    private static void Close(Dictionary<string, ToolCallPart> open, ToolResultPart result, RequestReading reading)
    {
        if (open.Remove(Text(result.CallId), out var call)) result.Name ??= call.Name;
        else reading.Fail(result.Path, $"'{result.Path}' is the result of a tool call '{Text(result.CallId)}' that the turn before it did not make, or that was answered already.", "invalid_value");
    }

    private static void RequireClosed(Dictionary<string, ToolCallPart> open, RequestReading reading)
    {
        foreach (var (id, call) in open)
            reading.Fail(call.Path, $"The tool call '{id}' has no result: every call needs one before the conversation goes on.", "invalid_value");
        open.Clear();
    }

    private static string Text(JsonElement id) => RawJson.Say(RawJson.Inside(id)) ?? "";
}
