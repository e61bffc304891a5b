using System.Collections.Frozen;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>The types of the parameters that are passed on without being understood, so that a wrong one is told the client in its own words and not in another dialect's.</summary>
internal static class OptionTypes
{
    private const string Number = "a number";
    private const string Whole = "a whole number";
    private const string Flag = "true or false";
    private const string Text = "a string";
    private const string Object = "an object";
    private const string Array = "an array";

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["temperature"] = Number,
        ["top_p"] = Number,
        ["frequency_penalty"] = Number,
        ["presence_penalty"] = Number,
        ["n"] = Whole,
        ["seed"] = Whole,
        ["top_logprobs"] = Whole,
        ["logprobs"] = Flag,
        ["store"] = Flag,
        ["user"] = Text,
        ["safety_identifier"] = Text,
        ["prompt_cache_key"] = Text,
        ["prompt_cache_retention"] = Text,
        ["service_tier"] = Text,
        ["verbosity"] = Text,
        ["metadata"] = Object,
        ["logit_bias"] = Object,
        ["prompt_cache_options"] = Object,
        ["web_search_options"] = Object,
        ["prediction"] = Object,
        ["audio"] = Object,
        ["modalities"] = Array,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a parameter has the type that it must have, if that is known; a fault when it has another.</summary>
    public static bool Fits(string name, JsonCursor value)
    {
        if (!Known.TryGetValue(name, out var wanted)) return true;
        var fits = value.Kind switch
        {
            JsonValueKind.Number => wanted == Number || (wanted == Whole && value.Element.TryGetInt64(out _)),
            JsonValueKind.True or JsonValueKind.False => wanted == Flag,
            JsonValueKind.String => wanted == Text,
            JsonValueKind.Object => wanted == Object,
            JsonValueKind.Array => wanted == Array,
            _ => false,
        };
        if (!fits) value.FailType(wanted);
        return fits;
    }
}
