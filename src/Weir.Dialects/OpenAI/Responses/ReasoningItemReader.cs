using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Reads thoughts that a client gives back.</summary>
internal static class ReasoningItemReader
{
    public static void Read(JsonCursor item, TurnList turns)
    {
        item.OmitOthers("type", "id", "summary", "content", "encrypted_content", "status");
        var summary = Texts(item, "summary", "summary_text");
        var content = Texts(item, "content", "reasoning_text");
        var text = JsonString.Joined(summary.Count > 0 ? summary : content);
        var proof = item.RawText("encrypted_content") is { } given && !RawJson.Inside(given).IsEmpty ? given : (JsonElement?)null;
        if (TryCarried(proof, CarriedSignature.NextCall, out var signature))
        {
            turns.NextCallSignature = signature;
            return;
        }
        var isRedacted = TryCarried(proof, CarriedSignature.Redacted, out var enciphered);
        if (text is null && proof is null) return;
        turns.AddAssistant(new ReasoningPart(text, isRedacted ? enciphered : proof, item.Path) { IsRedacted = isRedacted, Id = Id(item) });
    }

    /// <summary>Only identifiers that OpenAI gave are worth repeating, to OpenAI.</summary>
    private static JsonElement? Id(JsonCursor item) =>
        item.RawText("id") is { } id && RawJson.Inside(id).StartsWith(CarriedSignature.OpenAIPrefix) ? id : null;

    private static bool TryCarried(JsonElement? proof, ReadOnlySpan<byte> prefix, out JsonElement signature)
    {
        signature = default;
        if (proof is not { } text || !RawJson.Inside(text).StartsWith(prefix)) return false;
        signature = JsonString.Of(RawJson.Inside(text)[prefix.Length..]);
        return true;
    }

    private static List<JsonElement> Texts(JsonCursor item, string name, string type)
    {
        var texts = new List<JsonElement>();
        if (!item.TryGet(name, out var parts)) return texts;
        foreach (var part in parts.Items())
        {
            part.OmitOthers("type", "text");
            if (part.TryGet("type", out var given) && given.Text() is { } word && word != type) given.FailChoice(word, type);
            if (part.TryRequire("text", out var text) && text.IsText()) texts.Add(text.Element);
        }
        return texts;
    }
}
