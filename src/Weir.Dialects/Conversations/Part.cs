using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>A piece of a turn.</summary>
/// <param name="Path">Where it stands in the client's request.</param>
public abstract record Part(JsonPath Path)
{
    /// <summary>Whether the provider should keep everything up to here in its prompt cache, and for how long; null when the client does not say.</summary>
    public CacheMark? Cache { get; init; }
}
