using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>A recording.</summary>
/// <param name="Source">Its bytes; the media type is <c>audio/wav</c>, <c>audio/mp3</c>, …</param>
/// <param name="Path">Where it stands in the client's request.</param>
public sealed record AudioPart(MediaSource Source, JsonPath Path) : Part(Path);
