using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Weir.Lab.Simulator.Validation;

/// <summary>
/// Every field that a chat request may have, with the check of its value. What the simulator does not do it refuses here:
/// a parameter that is silently ignored would be a lie.
/// </summary>
internal static class ChatFields
{
    private const string NotSimulated = "is not supported by the simulator.";

    /// <summary>Fields with this prefix are taken as they are and come back in the answer: proof that a gateway passes them both ways.</summary>
    public const string EchoPrefix = "x_";

    private static readonly FrozenDictionary<string, Func<JsonElement, string, ApiError?>> Table = new Dictionary<string, Func<JsonElement, string, ApiError?>>
    {
        ["model"] = (value, path) => Check.Text(value, path) ?? (value.GetString()!.Length == 0 ? NoModel() : null),
        ["messages"] = (value, _) => MessageRules.Validate(value),
        ["tools"] = ToolRules.CheckTools,
        ["tool_choice"] = (_, _) => null,
        ["response_format"] = ResponseFormatRules.Validate,
        ["stream"] = Check.Boolean,
        ["stream_options"] = StreamOptions,
        ["temperature"] = (value, path) => Check.Number(value, path, 0, 2),
        ["top_p"] = (value, path) => Check.Number(value, path, 0, 1),
        ["frequency_penalty"] = (value, path) => Check.Number(value, path, -2, 2),
        ["presence_penalty"] = (value, path) => Check.Number(value, path, -2, 2),
        ["n"] = (value, path) => Check.Integer(value, path, 1, 128),
        ["seed"] = (value, path) => Check.Integer(value, path, long.MinValue, long.MaxValue),
        ["max_tokens"] = (value, path) => Check.Integer(value, path, 1, int.MaxValue),
        ["max_completion_tokens"] = (value, path) => Check.Integer(value, path, 1, int.MaxValue),
        ["logprobs"] = Check.Boolean,
        ["top_logprobs"] = (value, path) => Check.Integer(value, path, 0, 20),
        ["stop"] = Stop,
        ["logit_bias"] = LogitBias,
        ["parallel_tool_calls"] = Check.Boolean,
        ["metadata"] = Metadata,
        ["user"] = (value, path) => Check.Text(value, path),
        ["safety_identifier"] = (value, path) => Check.Text(value, path),
        ["prompt_cache_key"] = (value, path) => Check.Text(value, path),
        ["prompt_cache_retention"] = (value, path) => Check.OneOf(value, path, "in-memory", "in_memory", "24h"),
        ["prompt_cache_options"] = (value, path) => Check.Keys(value, path, "ttl", "mode"),
        ["store"] = Check.Boolean,
        ["service_tier"] = (value, path) => Check.OneOf(value, path, "auto", "default", "flex", "scale", "priority", "fast"),
        ["verbosity"] = (value, path) => Check.OneOf(value, path, "low", "medium", "high"),
        ["reasoning_effort"] = (value, path) => Check.OneOf(value, path, "none", "minimal", "low", "medium", "high", "xhigh", "max"),
        ["modalities"] = Modalities,
        ["audio"] = Refuse,
        ["prediction"] = Refuse,
        ["web_search_options"] = Refuse,
        ["moderation"] = Refuse,
        ["functions"] = (_, path) => ApiError.Unsupported(path, "is not supported with this model. Use 'tools' instead."),
        ["function_call"] = (_, path) => ApiError.Unsupported(path, "is not supported with this model. Use 'tool_choice' instead."),
    }.ToFrozenDictionary();

    /// <summary>The first thing that is wrong with the request, or null.</summary>
    public static ApiError? Validate(JsonElement root)
    {
        if (Check.Given(root, "model") is null)
            return NoModel();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name.StartsWith(EchoPrefix, StringComparison.Ordinal))
                continue;
            if (!Table.TryGetValue(property.Name, out var check))
                return ApiError.Invalid($"Unrecognized request argument supplied: {property.Name}", property.Name, "unknown_parameter");
            if (property.Value.ValueKind != JsonValueKind.Null && check(property.Value, property.Name) is { } error)
                return error;
        }

        return Check.Given(root, "messages") is null ? Check.Missing("messages") : CombinationRules.Validate(root);
    }

    private static ApiError NoModel() => ApiError.Invalid("you must provide a model parameter", "model", "missing_required_parameter");

    private static ApiError Refuse(JsonElement value, string path) => ApiError.Unsupported(path, NotSimulated);

    private static ApiError? StreamOptions(JsonElement value, string path) =>
        Check.Keys(value, path, "include_usage", "include_obfuscation")
        ?? Flag(value, path, "include_usage")
        ?? Flag(value, path, "include_obfuscation");

    private static ApiError? Flag(JsonElement owner, string path, string name) =>
        Check.Given(owner, name) is { } value ? Check.Boolean(value, $"{path}.{name}") : null;

    private static ApiError? Stop(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString()!.Length > 0 ? null : EmptyStop(path);
        if (value.ValueKind != JsonValueKind.Array)
            return Check.WrongType(value, path, "a string or an array of strings");
        if (value.GetArrayLength() > 4)
        {
            return ApiError.Invalid(
                $"Invalid '{path}': array too long. Expected an array with maximum length 4, but got an array with length {value.GetArrayLength()} instead.",
                path,
                "array_above_max_length");
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var place = $"{path}[{index++}]";
            if (Check.Text(item, place) is { } error)
                return error;
            if (item.GetString()!.Length == 0)
                return EmptyStop(place);
        }

        return null;
    }

    private static ApiError EmptyStop(string path) =>
        ApiError.Invalid($"Invalid '{path}': empty string. Expected a string with minimum length 1.", path, "empty_string");

    private static ApiError? LogitBias(JsonElement value, string path)
    {
        if (Check.Object(value, path) is { } error)
            return error;
        foreach (var property in value.EnumerateObject())
        {
            if (!int.TryParse(property.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                return ApiError.Invalid($"Invalid key in '{path}': {property.Name}. Keys are token ids.", path, "invalid_value");
            if (Check.Number(property.Value, $"{path}.{property.Name}", -100, 100) is { } range)
                return range;
        }

        return null;
    }

    private static ApiError? Metadata(JsonElement value, string path)
    {
        if (Check.Object(value, path) is { } error)
            return error;
        if (value.EnumerateObject().Count() > 16)
            return ApiError.Invalid($"Invalid '{path}': too many properties. Expected at most 16.", path, "object_above_max_properties");
        foreach (var property in value.EnumerateObject())
        {
            if (Check.Text(property.Value, $"{path}.{property.Name}", 512) is { } wrong)
                return wrong;
        }

        return null;
    }

    private static ApiError? Modalities(JsonElement value, string path)
    {
        if (Check.Array(value, path) is { } error)
            return error;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || item.GetString() != "text")
                return ApiError.UnsupportedValue(path, item.ToString(), "with this model: it answers in text only.");
        }

        return value.GetArrayLength() > 0 ? null : ApiError.Invalid($"Invalid '{path}': empty array.", path, "empty_array");
    }
}
