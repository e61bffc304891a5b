using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>A function that the model has called.</summary>
/// <param name="Id">A JSON string that its result refers to; not empty.</param>
/// <param name="Name">A JSON string; not empty.</param>
/// <param name="Arguments">A JSON string whose text is a JSON object (OpenAI's way), or that object itself (all others').</param>
/// <param name="Path">Where it stands in the client's request.</param>
public sealed record ToolCallPart(JsonElement Id, JsonElement Name, JsonElement Arguments, JsonPath Path) : Part(Path)
{
    /// <summary>Gemini's <c>thoughtSignature</c> of the call, a JSON string; or null. Without it Gemini refuses to go on.</summary>
    public JsonElement? Signature { get; init; }
}
