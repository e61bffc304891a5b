using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Turns of one role that follow each other, as the one message that Anthropic makes of them; system prompts are in none.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Parts">What is said, as far as it can be: at least one part.</param>
internal sealed record MergedMessage(TurnRole Role, List<Part> Parts)
{
    public static List<MergedMessage> Of(IReadOnlyList<Turn> turns)
    {
        var messages = new List<MergedMessage>();
        foreach (var turn in turns)
            if (turn.Role != TurnRole.System) Add(messages, turn.Role, turn.Parts);
        // A system prompt alone is a question at other providers; here there has to be a message.
        if (messages.Count == 0)
            foreach (var turn in turns) Add(messages, TurnRole.User, turn.Parts);
        foreach (var message in messages) message.PutResultsFirst();
        return messages;
    }

    private static void Add(List<MergedMessage> messages, TurnRole role, IReadOnlyList<Part> parts)
    {
        var said = parts.Where(part => IsSayable(part, role)).ToList();
        if (said.Count == 0) return;
        if (messages.Count > 0 && messages[^1].Role == role) messages[^1].Parts.AddRange(said);
        else messages.Add(new MergedMessage(role, said));
    }

    /// <summary>What is passed over here says nothing: blank texts, which are refused, and thoughts that nobody can believe.</summary>
    private static bool IsSayable(Part part, TurnRole role) => part switch
    {
        ReasoningPart thoughts => role == TurnRole.Assistant && thoughts.Signature is { } signature && IsOwn(RawJson.Inside(signature)),
        _ => PartText.Of(part) is not { } text || !PartText.IsBlank(text),
    };

    /// <summary>
    /// Anthropic refuses a request with proofs that are not its own. OpenAI's are known by how they begin: they are Fernet tokens,
    /// whose first bytes are the version 80 and the upper half of a time.
    /// </summary>
    private static bool IsOwn(ReadOnlySpan<byte> signature) => !signature.IsEmpty && !signature.StartsWith("gAAAA"u8);

    private void PutResultsFirst()
    {
        if (Role != TurnRole.User || !Parts.Exists(part => part is ToolResultPart)) return;
        var ordered = Parts.OrderBy(part => part is ToolResultPart ? 0 : 1).ToList();
        Parts.Clear();
        Parts.AddRange(ordered);
    }
}
