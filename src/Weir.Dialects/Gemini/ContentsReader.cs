using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Reads the contents of a request: who said what.</summary>
internal sealed class ContentsReader(Conversation conversation)
{
    private readonly PartReader _parts = new();

    /// <summary>Reads the system prompt, whose role means nothing.</summary>
    public void ReadSystem(JsonCursor content)
    {
        if (!content.IsObject()) return;
        var parts = new List<Part>();
        ReadParts(content, parts);
        _parts.End();
        conversation.Turns.Add(new Turn(TurnRole.System, parts));
    }

    /// <summary>Reads the conversation.</summary>
    public void Read(JsonCursor contents)
    {
        var before = conversation.Turns.Count;
        foreach (var content in contents.OneOrMany())
            if (content.IsObject()) ReadParts(content, PartsOf(RoleOf(content)));
        _parts.End();
        if (conversation.Turns.Count == before) contents.Fail($"'{contents.Path}' must not be empty.", "invalid_value");
    }

    /// <summary>
    /// Contents of the model that follow each other are one turn: Google's SDKs keep every chunk of a stream as a content of its
    /// own, and the calls in them belong together.
    /// </summary>
    private List<Part> PartsOf(TurnRole role)
    {
        if (role == TurnRole.Assistant && conversation.Turns is [.., { Role: TurnRole.Assistant, Parts: List<Part> open }]) return open;
        var parts = new List<Part>();
        conversation.Turns.Add(new Turn(role, parts));
        return parts;
    }

    private static TurnRole RoleOf(JsonCursor content)
    {
        if (!content.TryGet("role", out var role) || role.Text() is not { } word) return TurnRole.User;
        if (word == "model") return TurnRole.Assistant;
        // "function" is what the role of results was called at first.
        if (word is not ("user" or "function" or "")) role.FailChoice(word, "user", "model");
        return TurnRole.User;
    }

    private void ReadParts(JsonCursor content, List<Part> into)
    {
        content.OmitOthersThan("role", "parts");
        if (!content.TryRequire("parts", out var parts)) return;
        var any = false;
        foreach (var part in parts.OneOrMany())
        {
            any = true;
            if (part.IsObject()) _parts.Read(part, into);
        }
        if (!any) parts.Fail($"'{parts.Path}' must not be empty.", "invalid_value");
    }
}
