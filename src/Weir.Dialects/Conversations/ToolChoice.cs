using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>Which tools may or must be called.</summary>
/// <param name="Mode">Whether the model is free to call one.</param>
/// <param name="Names">The only tools meant, as JSON strings; empty for all of them.</param>
/// <param name="Path">Where it stands in the client's request.</param>
public sealed record ToolChoice(ToolChoiceMode Mode, IReadOnlyList<JsonElement> Names, JsonPath Path);
