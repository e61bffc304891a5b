using System.Text.Json;
using Weir.Dialects.Conversations;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Makes turns of items: what the model said, thought and called without anybody else speaking is one turn.</summary>
internal sealed class TurnList(List<Turn> turns)
{
    private List<Part>? _assistant;

    /// <summary>Gemini's signature of the function call that comes next, or null.</summary>
    public JsonElement? NextCallSignature { get; set; }

    /// <summary>Adds to what the model said.</summary>
    public void AddAssistant(Part part)
    {
        if (_assistant is null) turns.Add(new Turn(TurnRole.Assistant, _assistant = []));
        _assistant.Add(part);
    }

    /// <summary>Adds somebody else's turn.</summary>
    public void Add(TurnRole role, params IReadOnlyList<Part> parts)
    {
        _assistant = null;
        turns.Add(new Turn(role, parts));
    }
}
