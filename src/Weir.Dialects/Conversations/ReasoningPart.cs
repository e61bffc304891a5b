using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>
/// What the model thought before it answered, given back to it. A provider believes only what it has signed itself; what cannot
/// be given back to a provider that thinks for itself anew is left out without harm, and is no omission.
/// </summary>
/// <param name="Text">A JSON string with the thoughts or their summary, or null when they are hidden.</param>
/// <param name="Signature">A JSON string that proves them: Anthropic's <c>signature</c>, OpenAI's <c>encrypted_content</c>, Gemini's <c>thoughtSignature</c>; or null.</param>
/// <param name="Path">Where it stands in the client's request.</param>
public sealed record ReasoningPart(JsonElement? Text, JsonElement? Signature, JsonPath Path) : Part(Path)
{
    /// <summary>Whether <see cref="Signature"/> holds the thoughts themselves, enciphered (Anthropic's <c>redacted_thinking</c>).</summary>
    public bool IsRedacted { get; init; }

    /// <summary>The provider's identifier of the thoughts (OpenAI's <c>rs_…</c>), a JSON string; or null.</summary>
    public JsonElement? Id { get; init; }
}
