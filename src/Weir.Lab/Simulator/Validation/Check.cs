using System.Globalization;
using System.Text.Json;

namespace Weir.Lab.Simulator.Validation;

/// <summary>The checks of single values, with the API's own sentences. Null means that the value is fine.</summary>
internal static class Check
{
    public static ApiError? Number(JsonElement value, string path, double least, double most)
    {
        if (value.ValueKind != JsonValueKind.Number)
            return WrongType(value, path, "a decimal");
        var number = value.GetDouble();
        if (number > most)
            return OutOfRange(path, "decimal", "above maximum", "<=", most, number);
        return number < least ? OutOfRange(path, "decimal", "below minimum", ">=", least, number) : null;
    }

    public static ApiError? Integer(JsonElement value, string path, long least, long most)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
            return WrongType(value, path, "an integer");
        if (number > most)
            return OutOfRange(path, "integer", "above maximum", "<=", most, number);
        return number < least ? OutOfRange(path, "integer", "below minimum", ">=", least, number) : null;
    }

    public static ApiError? Boolean(JsonElement value, string path) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : WrongType(value, path, "a boolean");

    public static ApiError? Text(JsonElement value, string path, int longest = int.MaxValue)
    {
        if (value.ValueKind != JsonValueKind.String)
            return WrongType(value, path, "a string");
        var length = value.GetString()!.Length;
        return length <= longest
            ? null
            : ApiError.Invalid(
                $"Invalid '{path}': string too long. Expected a string with maximum length {longest}, but got a string with length {length} instead.",
                path,
                "string_above_max_length");
    }

    public static ApiError? OneOf(JsonElement value, string path, params ReadOnlySpan<string> allowed)
    {
        if (value.ValueKind != JsonValueKind.String)
            return WrongType(value, path, "a string");
        var text = value.GetString()!;
        foreach (var choice in allowed)
        {
            if (choice == text)
                return null;
        }

        return ApiError.Invalid(
            $"Invalid value: '{text}'. Supported values are: {string.Join(", ", allowed.ToArray().Select(choice => $"'{choice}'"))}.", path, "invalid_value");
    }

    public static ApiError? Object(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Object ? null : WrongType(value, path, "an object");

    public static ApiError? Array(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Array ? null : WrongType(value, path, "an array");

    /// <summary>Every key of the object is one of these.</summary>
    public static ApiError? Keys(JsonElement value, string path, params ReadOnlySpan<string> known)
    {
        if (Object(value, path) is { } error)
            return error;
        foreach (var property in value.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                return Unknown($"{path}.{property.Name}");
        }

        return null;
    }

    public static ApiError Unknown(string path) => ApiError.Invalid($"Unknown parameter: '{path}'.", path, "unknown_parameter");

    public static ApiError Missing(string path) => ApiError.Invalid($"Missing required parameter: '{path}'.", path, "missing_required_parameter");

    public static ApiError WrongType(JsonElement value, string path, string expected) => ApiError.Invalid(
        $"Invalid type for '{path}': expected {expected}, but got {Describe(value)} instead.", path, "invalid_type");

    /// <summary>The property when it is there and not null, which the API takes for the same as absent.</summary>
    public static JsonElement? Given(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static ApiError OutOfRange(string path, string kind, string side, string relation, double limit, double number) => ApiError.Invalid(
        string.Create(CultureInfo.InvariantCulture, $"Invalid '{path}': {kind} {side} value. Expected a value {relation} {limit}, but got {number} instead."),
        path,
        $"{kind}_{side.Replace(' ', '_').Replace("minimum", "min", StringComparison.Ordinal).Replace("maximum", "max", StringComparison.Ordinal)}_value");

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "an integer" : "a decimal",
        JsonValueKind.Array => "an array",
        _ => "an object",
    };
}
