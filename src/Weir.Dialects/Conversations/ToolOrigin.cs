using System.Text.Json;

namespace Weir.Dialects.Conversations;

/// <summary>What a tool is to the client that no other dialect has: providers are told of a plain function, and the client of what it declared.</summary>
/// <param name="Name">The client's own name for it, a JSON string.</param>
/// <param name="Namespace">The group that it stands in at the client, a JSON string; or null.</param>
/// <param name="IsCustom">Whether it takes a free text instead of arguments: the function's only argument, <c>input</c>.</param>
public sealed record ToolOrigin(JsonElement Name, JsonElement? Namespace, bool IsCustom);
