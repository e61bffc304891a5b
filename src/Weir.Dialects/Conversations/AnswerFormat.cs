using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>The form that an answer has to have.</summary>
/// <param name="Schema">The JSON schema that it has to fit, an object; null for any JSON object (OpenAI's <c>json_object</c>).</param>
/// <param name="Path">Where it stands in the client's request.</param>
public sealed record AnswerFormat(JsonElement? Schema, JsonPath Path)
{
    /// <summary>The schema's name, a JSON string; null where the client's dialect gives it none.</summary>
    public JsonElement? Name { get; init; }

    /// <summary>What the form is for, a JSON string; or null.</summary>
    public JsonElement? Description { get; init; }

    /// <summary>Whether the answer has to fit exactly; null when the client does not say.</summary>
    public bool? Strict { get; init; }
}
