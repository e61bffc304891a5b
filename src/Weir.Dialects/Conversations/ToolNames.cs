using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Conversations;

/// <summary>Names of tools, compared by what they say: a request may name very many.</summary>
internal static class ToolNames
{
    /// <summary>What a name says; empty when it says nothing.</summary>
    public static string Say(JsonElement name) => RawJson.Say(RawJson.Inside(name)) ?? "";

    /// <summary>The names as a set.</summary>
    public static HashSet<string> Of(IEnumerable<JsonElement> names) => names.Select(Say).ToHashSet(StringComparer.Ordinal);
}
