using System.Globalization;
using System.Text.Json;

namespace Weir.Dialects.Answers.Checks;

/// <summary>
/// Whether a value keeps to a JSON Schema, as far as it matters to whoever reads it: types, required and forbidden members,
/// enumerations, alternatives, references inside the schema. That is what structured outputs of all providers can promise.
/// Limits of numbers and lengths, patterns and formats are not looked at, and a keyword that is not known forbids nothing.
/// </summary>
internal sealed class SchemaCheck
{
    private const int Deepest = 256;

    /// <summary>Alternatives inside alternatives multiply; what takes longer than this is not judged.</summary>
    private const int MostSteps = 100_000;

    private readonly JsonElement _root;
    private int _steps;

    private SchemaCheck(JsonElement root) => _root = root;

    /// <summary>What is wrong with a value, in words that say nothing of its content; null when nothing is.</summary>
    public static string? Find(JsonElement schema, JsonElement value) => new SchemaCheck(schema).Check(schema, value, 0);

    private string? Check(JsonElement schema, JsonElement value, int depth)
    {
        if (depth > Deepest || ++_steps > MostSteps) return null;
        if (schema.ValueKind == JsonValueKind.False) return "it has a member that its schema does not allow";
        if (schema.ValueKind != JsonValueKind.Object) return null;
        if (value.ValueKind == JsonValueKind.Null && Is(schema, "nullable")) return null;
        if (Member(schema, "$ref") is { ValueKind: JsonValueKind.String } reference && Resolve(reference.GetString()!) is { } target && Check(target, value, depth + 1) is { } inTarget)
            return inTarget;
        if (Member(schema, "type") is { } type && !IsOf(type, value)) return "a value has another type than its schema says";
        if (!IsAllowed(schema, value)) return "a value is none of those that its schema allows";
        if (Combined(schema, value, depth) is { } inParts) return inParts;
        return value.ValueKind switch
        {
            JsonValueKind.Object => Members(schema, value, depth),
            JsonValueKind.Array when Member(schema, "items") is { ValueKind: JsonValueKind.Object } items => First(value.EnumerateArray(), item => Check(items, item, depth + 1)),
            _ => null,
        };
    }

    private string? Combined(JsonElement schema, JsonElement value, int depth)
    {
        if (Member(schema, "allOf") is { ValueKind: JsonValueKind.Array } all && First(all.EnumerateArray(), part => Check(part, value, depth + 1)) is { } broken) return broken;
        foreach (var name in (ReadOnlySpan<string>)["anyOf", "oneOf"])
        {
            if (Member(schema, name) is { ValueKind: JsonValueKind.Array } any && !any.EnumerateArray().Any(part => Check(part, value, depth + 1) is null))
                return "a value fits none of its schema's alternatives";
        }
        return null;
    }

    private string? Members(JsonElement schema, JsonElement value, int depth)
    {
        if (Member(schema, "required") is { ValueKind: JsonValueKind.Array } required
            && required.EnumerateArray().Any(name => name.ValueKind == JsonValueKind.String && !value.TryGetProperty(name.GetString()!, out _)))
            return "a required member is missing";
        var properties = Member(schema, "properties");
        // Names may also be allowed by their pattern.
        var others = Member(schema, "patternProperties") is null ? Member(schema, "additionalProperties") : null;
        foreach (var member in value.EnumerateObject())
        {
            var known = properties is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty(member.Name, out var own) ? own : others;
            if (known is { } rules && Check(rules, member.Value, depth + 1) is { } problem) return problem;
        }
        return null;
    }

    private static bool IsAllowed(JsonElement schema, JsonElement value) =>
        (Member(schema, "const") is not { } only || JsonElement.DeepEquals(only, value))
        && (Member(schema, "enum") is not { ValueKind: JsonValueKind.Array } choices || choices.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)));

    private static bool IsOf(JsonElement type, JsonElement value) => type.ValueKind switch
    {
        JsonValueKind.Array => type.EnumerateArray().Any(one => IsOf(one, value)),
        // Gemini writes its types in capitals.
        JsonValueKind.String => (type.GetString()!.ToLowerInvariant(), value.ValueKind) switch
        {
            ("object", var kind) => kind == JsonValueKind.Object,
            ("array", var kind) => kind == JsonValueKind.Array,
            ("string", var kind) => kind == JsonValueKind.String,
            ("number", var kind) => kind == JsonValueKind.Number,
            ("integer", var kind) => kind == JsonValueKind.Number && IsWhole(value),
            ("boolean", var kind) => kind is JsonValueKind.True or JsonValueKind.False,
            ("null", var kind) => kind == JsonValueKind.Null,
            _ => true,
        },
        _ => true,
    };

    private static bool IsWhole(JsonElement number) =>
        !double.TryParse(number.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value) || value == Math.Truncate(value);

    /// <summary>Follows a JSON Pointer (RFC 6901) inside the schema; null where it leads elsewhere or nowhere.</summary>
    private JsonElement? Resolve(string reference)
    {
        if (!reference.StartsWith('#')) return null;
        JsonElement? at = _root;
        foreach (var step in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at is not { ValueKind: JsonValueKind.Object } owner) return null;
            at = Member(owner, Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }
        return at;
    }

    private static string? First(IEnumerable<JsonElement> all, Func<JsonElement, string?> check)
    {
        foreach (var one in all)
            if (check(one) is { } problem) return problem;
        return null;
    }

    private static bool Is(JsonElement schema, string name) => Member(schema, name) is { ValueKind: JsonValueKind.True };

    private static JsonElement? Member(JsonElement owner, string name) => owner.TryGetProperty(name, out var member) ? member : null;
}
