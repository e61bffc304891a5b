using System.Text.Json;
using System.Text.RegularExpressions;

namespace Weir.Testing.Contract;

/// <summary>The keywords that need no other schema: types, constants, lengths, bounds.</summary>
internal static class ScalarKeywords
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    /// <returns>False when the value is of another type, so that nothing else needs to be said about it.</returns>
    public static bool Judge(JsonElement schema, JsonElement value, string path, Verdict verdict)
    {
        if (schema.TryGetProperty("type", out var type) && !IsOfType(value, type))
        {
            verdict.Break(path, $"{SchemaJudge.Shown(value)} is not of type {type.GetRawText()}");
            return false;
        }
        if (!Allows(schema, value)) verdict.Break(path, $"{SchemaJudge.Shown(value)} is not {Choices(schema)}");
        switch (value.ValueKind)
        {
            case JsonValueKind.String: JudgeText(schema, value.GetString()!, path, verdict); break;
            case JsonValueKind.Number: JudgeNumber(schema, value.GetDouble(), path, verdict); break;
            case JsonValueKind.Array: JudgeCount(schema, "Items", value.GetArrayLength(), path, verdict); break;
            case JsonValueKind.Object: JudgeCount(schema, "Properties", value.EnumerateObject().Count(), path, verdict); break;
        }
        return true;
    }

    /// <summary>Whether <c>const</c> and <c>enum</c> allow a value.</summary>
    public static bool Allows(JsonElement schema, JsonElement value) =>
        schema.ValueKind != JsonValueKind.Object
        || ((!schema.TryGetProperty("const", out var only) || JsonElement.DeepEquals(only, value))
            && (!schema.TryGetProperty("enum", out var choices) || choices.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value))));

    private static string Choices(JsonElement schema) =>
        schema.TryGetProperty("const", out var only) ? only.GetRawText() : $"one of {schema.GetProperty("enum").GetRawText()}";

    private static bool IsOfType(JsonElement value, JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(one => IsOfType(value, one)) : (value.ValueKind, type.GetString()) switch
        {
            (JsonValueKind.Object, "object") or (JsonValueKind.Array, "array") or (JsonValueKind.String, "string") or (JsonValueKind.Null, "null") => true,
            (JsonValueKind.True or JsonValueKind.False, "boolean") or (JsonValueKind.Number, "number") => true,
            (JsonValueKind.Number, "integer") => value.GetDouble() is var number && double.IsInteger(number),
            _ => false,
        };

    private static void JudgeText(JsonElement schema, string text, string path, Verdict verdict)
    {
        if (schema.TryGetProperty("minLength", out _) || schema.TryGetProperty("maxLength", out _))
            JudgeCount(schema, "Length", text.EnumerateRunes().Count(), path, verdict);
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.None, PatternTime))
            verdict.Break(path, $"'{text}' does not match {pattern.GetString()}");
    }

    private static void JudgeNumber(JsonElement schema, double number, string path, Verdict verdict)
    {
        if (schema.TryGetProperty("minimum", out var least) && number < least.GetDouble()) verdict.Break(path, $"{number} is below {least}");
        if (schema.TryGetProperty("maximum", out var most) && number > most.GetDouble()) verdict.Break(path, $"{number} is above {most}");
        if (schema.TryGetProperty("exclusiveMinimum", out var above) && number <= above.GetDouble()) verdict.Break(path, $"{number} is not above {above}");
        if (schema.TryGetProperty("exclusiveMaximum", out var below) && number >= below.GetDouble()) verdict.Break(path, $"{number} is not below {below}");
    }

    private static void JudgeCount(JsonElement schema, string what, int count, string path, Verdict verdict)
    {
        if (schema.TryGetProperty("min" + what, out var least) && count < least.GetInt32()) verdict.Break(path, $"min{what} is {least}, not {count}");
        if (schema.TryGetProperty("max" + what, out var most) && count > most.GetInt32()) verdict.Break(path, $"max{what} is {most}, not {count}");
    }
}
