using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Reads the system prompt and the messages into turns.</summary>
internal static class MessageReader
{
    public static void ReadSystem(JsonCursor system, List<Turn> turns)
    {
        var parts = Content(system, TurnRole.System);
        if (parts.Count > 0) turns.Add(new Turn(TurnRole.System, parts));
    }

    public static void Read(JsonCursor messages, List<Turn> turns)
    {
        var count = messages.Kind == JsonValueKind.Array ? messages.Element.GetArrayLength() : -1;
        if (count == 0) messages.Fail($"'{messages.Path}' must hold at least one message.", "invalid_value");
        var index = 0;
        foreach (var message in messages.Items()) Read(message, isLast: ++index == count, turns);
    }

    private static void Read(JsonCursor message, bool isLast, List<Turn> turns)
    {
        message.OmitOthers("role", "content");
        if (!message.TryRequire("role", out var role) | !message.TryRequire("content", out var content)) return;
        TurnRole speaker;
        switch (role.Text())
        {
            case "user": speaker = TurnRole.User; break;
            case "assistant": speaker = TurnRole.Assistant; break;
            case "system": speaker = TurnRole.System; break;
            case var other:
                if (other is not null) role.FailChoice(other, "user", "assistant", "system");
                return;
        }
        var empty = content.Kind == JsonValueKind.Array && content.Element.GetArrayLength() == 0;
        var parts = Content(content, speaker);
        // An answer that is begun with nothing asks for what would happen anyway; all other messages have to say something.
        if (empty && !(isLast && speaker == TurnRole.Assistant))
            content.Fail($"'{content.Path}' must not be empty.", "invalid_value");
        if (parts.Count > 0) turns.Add(new Turn(speaker, parts));
    }

    private static List<Part> Content(JsonCursor content, TurnRole role)
    {
        var parts = new List<Part>();
        if (content.Kind == JsonValueKind.String)
        {
            // An empty text says nothing, and every provider would refuse it in a place of its own.
            if (role == TurnRole.User || !RawJson.Inside(content.Element).IsEmpty) parts.Add(new TextPart(content.Element, content.Path));
        }
        else if (content.Kind == JsonValueKind.Array)
        {
            foreach (var block in content.Items()) BlockReader.Read(block, role, parts);
        }
        else content.FailType("a string or an array of blocks");
        return parts;
    }
}
