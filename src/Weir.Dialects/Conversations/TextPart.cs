using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>Text.</summary>
/// <param name="Text">A JSON string.</param>
/// <param name="Path">Where it stands in the client's request.</param>
public sealed record TextPart(JsonElement Text, JsonPath Path) : Part(Path);
