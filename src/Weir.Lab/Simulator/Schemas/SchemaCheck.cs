using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Weir.Lab.Simulator.Schemas;

/// <summary>Whether a value satisfies a schema: the keywords that models meet, drafts 4 to 2020-12. Formats are not judged.</summary>
internal sealed class SchemaCheck(JsonNode? root)
{
    private const int Deepest = 512;

    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(200);

    private int _depth;

    public bool Matches(JsonNode? value) => Matches(value, root);

    private bool Matches(JsonNode? value, JsonNode? schema)
    {
        if (schema is JsonValue flag && flag.TryGetValue(out bool open))
            return open;
        if (schema is not JsonObject rules)
            throw new SchemaException("a schema must be an object or a boolean.");
        if (++_depth > Deepest)
            throw new SchemaException("its references never end.");
        var fits = Combined(value, rules) && OfType(value, rules["type"]) && Fixed(value, rules) && value switch
        {
            JsonObject owner => Object(owner, rules),
            JsonArray list => Array(list, rules),
            JsonValue scalar => Scalar(scalar, rules),
            _ => true,
        };
        _depth--;
        return fits;
    }

    private bool Combined(JsonNode? value, JsonObject rules) =>
        (rules["$ref"] is not JsonValue reference || Matches(value, SchemaReferences.Resolve(root, reference.GetValue<string>())))
        && (rules["allOf"] is not JsonArray all || all.All(part => Matches(value, part)))
        && (rules["anyOf"] is not JsonArray any || any.Any(part => Matches(value, part)))
        && (rules["oneOf"] is not JsonArray one || one.Count(part => Matches(value, part)) == 1)
        && (!rules.TryGetPropertyValue("not", out var not) || !Matches(value, not))
        && Conditional(value, rules);

    private bool Conditional(JsonNode? value, JsonObject rules)
    {
        if (rules["if"] is not { } condition)
            return true;
        var branch = Matches(value, condition) ? rules["then"] : rules["else"];
        return branch is null || Matches(value, branch);
    }

    private static bool OfType(JsonNode? value, JsonNode? type) => type switch
    {
        null => true,
        JsonArray many => many.Any(one => IsType(value, SchemaScalars.Word(one))),
        _ => IsType(value, type.GetValue<string>()),
    };

    private static bool IsType(JsonNode? value, string type) => (value?.GetValueKind() ?? JsonValueKind.Null, type) switch
    {
        (JsonValueKind.Null, "null") or (JsonValueKind.Object, "object") or (JsonValueKind.Array, "array") or (JsonValueKind.String, "string") => true,
        (JsonValueKind.True or JsonValueKind.False, "boolean") or (JsonValueKind.Number, "number") => true,
        (JsonValueKind.Number, "integer") => Number(value!) is var number && number == Math.Truncate(number),
        _ => false,
    };

    private static bool Fixed(JsonNode? value, JsonObject rules) =>
        (!rules.TryGetPropertyValue("const", out var only) || JsonNode.DeepEquals(only, value))
        && (rules["enum"] is not JsonArray choices || choices.Any(choice => JsonNode.DeepEquals(choice, value)));

    private bool Object(JsonObject owner, JsonObject rules)
    {
        if (rules["required"] is JsonArray required && !required.All(name => owner.ContainsKey(SchemaScalars.Word(name))))
            return false;
        if (owner.Count < (SchemaScalars.Count(rules, "minProperties") ?? 0) || owner.Count > (SchemaScalars.Count(rules, "maxProperties") ?? int.MaxValue))
            return false;
        var properties = rules["properties"] as JsonObject;
        var patterns = rules["patternProperties"] as JsonObject;
        foreach (var (name, value) in owner)
        {
            var known = false;
            if (properties is not null && properties.TryGetPropertyValue(name, out var schema))
            {
                known = true;
                if (!Matches(value, schema))
                    return false;
            }

            foreach (var (pattern, matching) in patterns ?? [])
            {
                if (!Like(name, pattern))
                    continue;
                known = true;
                if (!Matches(value, matching))
                    return false;
            }

            if (!known && rules["additionalProperties"] is { } additional && !Matches(value, additional))
                return false;
        }

        return true;
    }

    private bool Array(JsonArray list, JsonObject rules)
    {
        if (list.Count < (SchemaScalars.Count(rules, "minItems") ?? 0) || list.Count > (SchemaScalars.Count(rules, "maxItems") ?? int.MaxValue))
            return false;
        if (rules["uniqueItems"] is JsonValue unique && unique.GetValue<bool>()
            && list.Where((item, index) => list.Take(index).Any(other => JsonNode.DeepEquals(item, other))).Any())
        {
            return false;
        }

        var prefix = (rules["prefixItems"] ?? (rules["items"] as JsonArray)) as JsonArray;
        for (var index = 0; index < list.Count; index++)
        {
            var schema = prefix is not null && index < prefix.Count ? prefix[index] : rules["items"] is JsonArray ? rules["additionalItems"] : rules["items"];
            if (schema is not null && !Matches(list[index], schema))
                return false;
        }

        return rules["contains"] is not { } wanted || list.Any(item => Matches(item, wanted));
    }

    private static bool Scalar(JsonValue value, JsonObject rules) => value.GetValueKind() switch
    {
        JsonValueKind.String => TextFits(value.GetValue<string>(), rules),
        JsonValueKind.Number => NumberFits(Number(value), rules),
        _ => true,
    };

    private static bool TextFits(string text, JsonObject rules)
    {
        var length = text.EnumerateRunes().Count();
        return length >= (SchemaScalars.Count(rules, "minLength") ?? 0)
            && length <= (SchemaScalars.Count(rules, "maxLength") ?? int.MaxValue)
            && (rules["pattern"] is not JsonValue pattern || Like(text, pattern.GetValue<string>()));
    }

    private static bool NumberFits(double number, JsonObject rules) =>
        !(rules["minimum"] is { } least && (IsTrue(rules["exclusiveMinimum"]) ? number <= Number(least) : number < Number(least)))
        && !(rules["maximum"] is { } most && (IsTrue(rules["exclusiveMaximum"]) ? number >= Number(most) : number > Number(most)))
        && !(rules["exclusiveMinimum"] is { } above && !IsFlag(above) && number <= Number(above))
        && !(rules["exclusiveMaximum"] is { } below && !IsFlag(below) && number >= Number(below))
        && (rules["multipleOf"] is not { } step || (decimal)number % (decimal)Number(step) == 0);

    private static bool IsFlag(JsonNode node) => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    private static bool IsTrue(JsonNode? node) => node?.GetValueKind() == JsonValueKind.True;

    private static double Number(JsonNode node) => double.Parse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static bool Like(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.None, PatternTime);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new SchemaException("its 'pattern' takes too long to match.");
        }
    }
}
