using System.Collections.Frozen;
using System.Text.Json;

namespace Weir.Dialects.Conversations;

/// <summary>Values of parameters that ask for nothing but what happens without them: leaving those out changes no answer.</summary>
internal static class NeutralOptions
{
    private static readonly FrozenDictionary<string, string[]> Known = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["n"] = ["1"],
        ["candidate_count"] = ["1"],
        ["logprobs"] = ["false"],
        ["top_logprobs"] = ["0"],
        ["frequency_penalty"] = ["0"],
        ["presence_penalty"] = ["0"],
        ["store"] = ["false"],
        ["background"] = ["false"],
        ["service_tier"] = ["\"auto\"", "\"default\"", "\"standard\""],
        ["truncation"] = ["\"disabled\""],
        ["verbosity"] = ["\"medium\""],
        ["speed"] = ["\"standard\""],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Is(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.Array => value.EnumerateArray().All(item => name == "modalities" && item.GetRawText() == "\"text\""),
        JsonValueKind.Number => Known.TryGetValue(name, out var numbers) && value.TryGetDecimal(out var number) && numbers.Any(neutral => decimal.TryParse(neutral, null, out var wanted) && wanted == number),
        _ => Known.TryGetValue(name, out var texts) && texts.Contains(value.GetRawText()),
    };
}
