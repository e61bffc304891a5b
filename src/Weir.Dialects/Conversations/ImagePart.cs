using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>An image.</summary>
/// <param name="Source">Its bytes or its address.</param>
/// <param name="Detail">OpenAI's <c>detail</c> (<c>"low"</c>, <c>"high"</c>, <c>"auto"</c>), a JSON string; or null.</param>
/// <param name="Path">Where it stands in the client's request.</param>
public sealed record ImagePart(MediaSource Source, JsonElement? Detail, JsonPath Path) : Part(Path);
