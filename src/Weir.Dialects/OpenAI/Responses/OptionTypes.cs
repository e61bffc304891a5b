using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>What kinds of values parameters have that are passed on, or repeated in the answer, as they are.</summary>
internal static class OptionTypes
{
    /// <returns>Whether the value is of the parameter's kind; a fault when not. What is not known is of the right kind.</returns>
    public static bool Check(string name, JsonCursor value)
    {
        switch (name)
        {
            case "temperature" or "top_p" or "top_logprobs" or "max_tool_calls" or "presence_penalty" or "frequency_penalty":
                if (value.Kind == JsonValueKind.Number) return true;
                value.FailType("a number");
                return false;
            case "store" or "background":
                if (value.Kind is JsonValueKind.True or JsonValueKind.False) return true;
                value.FailType("true or false");
                return false;
            case "user" or "safety_identifier" or "service_tier" or "truncation" or "previous_response_id" or "prompt_cache_key" or "prompt_cache_retention":
                return value.IsText();
            case "metadata": return Metadata(value);
            case "conversation":
                return value.Kind == JsonValueKind.String || JsonString.TryRequire(value, "id", out _);
            default: return true;
        }
    }

    private static bool Metadata(JsonCursor metadata)
    {
        if (!metadata.IsObject()) return false;
        foreach (var (_, value) in metadata.Members())
            if (!value.IsText()) return false;
        return true;
    }
}
