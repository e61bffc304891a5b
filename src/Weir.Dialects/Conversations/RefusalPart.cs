using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>What the model said instead of an answer, in OpenAI's dialects apart from text. Dialects without it say it as text.</summary>
/// <param name="Text">A JSON string.</param>
/// <param name="Path">Where it stands in the client's request.</param>
public sealed record RefusalPart(JsonElement Text, JsonPath Path) : Part(Path);
