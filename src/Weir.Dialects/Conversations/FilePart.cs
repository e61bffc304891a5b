using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>A document to read.</summary>
/// <param name="Source">Its bytes or its address.</param>
/// <param name="Name">A JSON string with its file name or title, or null.</param>
/// <param name="Path">Where it stands in the client's request.</param>
public sealed record FilePart(MediaSource Source, JsonElement? Name, JsonPath Path) : Part(Path);
