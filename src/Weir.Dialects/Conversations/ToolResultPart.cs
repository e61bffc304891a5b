using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>What a called function gave back.</summary>
/// <param name="CallId">A JSON string: the <see cref="ToolCallPart.Id"/> that it answers.</param>
/// <param name="Content">Texts, images and files; empty when the function gave back nothing.</param>
/// <param name="Path">Where it stands in the client's request.</param>
public sealed record ToolResultPart(JsonElement CallId, IReadOnlyList<Part> Content, JsonPath Path) : Part(Path)
{
    /// <summary>Whether the function failed, and the content says why.</summary>
    public bool IsError { get; init; }

    /// <summary>The called function's name, a JSON string. Filled in by <see cref="ConversationRules"/> where the client's dialect does not repeat it.</summary>
    public JsonElement? Name { get; set; }
}
