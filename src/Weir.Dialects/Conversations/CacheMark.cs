using System.Text.Json;

namespace Weir.Dialects.Conversations;

/// <summary>Anthropic's <c>cache_control</c>: the prompt up to here is worth keeping. Providers that cache prefixes by themselves need no such mark.</summary>
/// <param name="Ttl">The JSON string <c>"5m"</c> or <c>"1h"</c>, or null for the provider's default.</param>
public sealed record CacheMark(JsonElement? Ttl);
