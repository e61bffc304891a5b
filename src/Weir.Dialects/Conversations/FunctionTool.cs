using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>A function that the model may call.</summary>
/// <param name="Name">A JSON string; not empty.</param>
/// <param name="Description">A JSON string, or null.</param>
/// <param name="Parameters">JSON schema of its arguments, an object; null for a function without any.</param>
/// <param name="Path">Where it stands in the client's request.</param>
public sealed record FunctionTool(JsonElement Name, JsonElement? Description, JsonElement? Parameters, JsonPath Path)
{
    /// <summary>Whether arguments have to fit the schema exactly; null when the client does not say.</summary>
    public bool? Strict { get; init; }

    /// <summary>What it is to the client where that is no plain function; else null.</summary>
    public ToolOrigin? Origin { get; init; }

    /// <summary>Whether the provider should keep everything up to here in its prompt cache; null when the client does not say.</summary>
    public CacheMark? Cache { get; init; }
}
