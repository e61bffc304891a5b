using System.Text.Json;

namespace Weir.Testing.Contract;

/// <summary>
/// Judges values by JSON schemas as OpenAPI documents hold them: the keywords of draft 2020-12 that describe bodies, and OpenAPI 3.0's
/// <c>nullable</c>. Formats are not judged. A <c>oneOf</c> with a discriminator is taken as <c>anyOf</c>, since such alternatives
/// overlap wherever the discriminating member is not required.
/// </summary>
/// <param name="root">The document that references point into.</param>
internal sealed class SchemaJudge(JsonElement root)
{
    private const int Deepest = 200;

    /// <summary>The keywords that are judged; all others must be known to say nothing about a value.</summary>
    public static IReadOnlySet<string> Keywords { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "$ref", "allOf", "anyOf", "oneOf", "not", "nullable", "discriminator",
        "type", "enum", "const", "required", "properties", "additionalProperties", "propertyNames", "minProperties", "maxProperties",
        "items", "minItems", "maxItems", "minLength", "maxLength", "pattern",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    };

    private readonly Dictionary<string, JsonElement> _references = new(StringComparer.Ordinal);

    public Verdict Judge(JsonElement schema, JsonElement value)
    {
        var verdict = new Verdict();
        Judge(schema, value, "$", verdict, 0);
        return verdict;
    }

    /// <summary>The members that no schema has a word for, in objects whose members are listed: misspelt ones, mostly.</summary>
    public static IReadOnlyList<string> Strays(Verdict verdict, JsonElement value)
    {
        var strays = new List<string>();
        FindStrays(verdict, value, "$", strays);
        return strays;
    }

    private static void FindStrays(Verdict verdict, JsonElement value, string path, List<string> strays)
    {
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var (index, item) in value.EnumerateArray().Index()) FindStrays(verdict, item, $"{path}[{index}]", strays);
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
        {
            var at = $"{path}.{member.Name}";
            if (verdict.IsStray(path, at)) strays.Add(at);
            else FindStrays(verdict, member.Value, at, strays);
        }
    }

    private void Judge(JsonElement schema, JsonElement value, string path, Verdict verdict, int depth)
    {
        if (schema.ValueKind == JsonValueKind.True) return;
        if (schema.ValueKind == JsonValueKind.False)
        {
            verdict.Break(path, "nothing is allowed here");
            return;
        }
        if (depth > Deepest) throw new InvalidOperationException($"the schemas at {path} refer to each other without end");
        if (value.ValueKind == JsonValueKind.Null && schema.TryGetProperty("nullable", out var nullable) && nullable.ValueKind == JsonValueKind.True) return;

        if (schema.TryGetProperty("$ref", out var reference)) Judge(Resolve(reference.GetString()!), value, path, verdict, depth + 1);
        if (schema.TryGetProperty("allOf", out var all))
            foreach (var part in all.EnumerateArray()) Judge(part, value, path, verdict, depth + 1);
        if (schema.TryGetProperty("anyOf", out var any)) Choose(any, value, path, verdict, one: false, depth);
        if (schema.TryGetProperty("oneOf", out var one)) Choose(one, value, path, verdict, one: !schema.TryGetProperty("discriminator", out _), depth);
        if (schema.TryGetProperty("not", out var not) && Fits(not, value, depth)) verdict.Break(path, $"{Shown(value)} is what it must not be");
        if (!ScalarKeywords.Judge(schema, value, path, verdict)) return;
        if (value.ValueKind == JsonValueKind.Object) JudgeMembers(schema, value, path, verdict, depth);
        if (value.ValueKind == JsonValueKind.Array) JudgeItems(schema, value, path, verdict, depth);
    }

    private bool Fits(JsonElement schema, JsonElement value, int depth)
    {
        var verdict = new Verdict();
        Judge(schema, value, "$", verdict, depth + 1);
        return verdict.Fits;
    }

    private void JudgeMembers(JsonElement schema, JsonElement value, string path, Verdict verdict, int depth)
    {
        var properties = schema.TryGetProperty("properties", out var listed) ? listed : default;
        var others = schema.TryGetProperty("additionalProperties", out var additional) ? additional : default;
        if (properties.ValueKind == JsonValueKind.Object) verdict.Describe(path);
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray())
                if (!value.TryGetProperty(name.GetString()!, out _)) verdict.Break(path, $"the required member '{name.GetString()}' is missing");
        foreach (var member in value.EnumerateObject())
        {
            var at = $"{path}.{member.Name}";
            if (schema.TryGetProperty("propertyNames", out var names) && !Fits(names, JsonSerializer.SerializeToElement(member.Name), depth))
                verdict.Break(at, "the member's name is not allowed");
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(member.Name, out var property))
            {
                verdict.Know(at);
                Judge(property, member.Value, at, verdict, depth + 1);
            }
            else if (others.ValueKind == JsonValueKind.False) verdict.Break(at, "the member is not allowed");
            else if (others.ValueKind != JsonValueKind.Undefined)
            {
                verdict.Know(at);
                Judge(others, member.Value, at, verdict, depth + 1);
            }
        }
    }

    private void JudgeItems(JsonElement schema, JsonElement value, string path, Verdict verdict, int depth)
    {
        if (!schema.TryGetProperty("items", out var items)) return;
        foreach (var (index, item) in value.EnumerateArray().Index()) Judge(items, item, $"{path}[{index}]", verdict, depth + 1);
    }

    private void Choose(JsonElement branches, JsonElement value, string path, Verdict verdict, bool one, int depth)
    {
        var candidates = branches.EnumerateArray().Where(branch => MayBe(branch, value, depth)).ToList();
        if (candidates.Count == 0)
        {
            verdict.Break(path, $"fits none of {branches.GetArrayLength()} alternatives: no one has the type '{value.GetProperty("type").GetString()}'");
            return;
        }
        Verdict? closest = null;
        var fitting = 0;
        foreach (var branch in candidates)
        {
            var tried = new Verdict();
            Judge(branch, value, path, tried, depth + 1);
            if (tried.Fits)
            {
                fitting++;
                verdict.Join(tried);
            }
            else if (closest is null || Distance(tried, path) < Distance(closest, path)) closest = tried;
        }
        if (fitting > 1 && one) verdict.Break(path, $"fits {fitting} of {branches.GetArrayLength()} alternatives, of which exactly one is wanted");
        if (fitting > 0) return;
        verdict.Break(path, $"{Shown(value)} fits none of {branches.GetArrayLength()} alternatives; what is wrong with the closest:");
        verdict.Join(closest!);
    }

    /// <summary>Whether an alternative is not excluded by the value's <c>type</c> already: with 58 kinds of events that is the quick way, and the clear one.</summary>
    private bool MayBe(JsonElement branch, JsonElement value, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String) return true;
        for (; branch.ValueKind == JsonValueKind.Object && branch.TryGetProperty("$ref", out var reference); depth++)
        {
            if (depth > Deepest) return true;
            branch = Resolve(reference.GetString()!);
        }
        return branch.ValueKind != JsonValueKind.Object
            || !branch.TryGetProperty("properties", out var properties)
            || !properties.TryGetProperty("type", out var wanted)
            || ScalarKeywords.Allows(wanted, type);
    }

    /// <summary>How far a value is from an alternative: one of another type is farther than one with a wrong member.</summary>
    private static int Distance(Verdict verdict, string path) => verdict.Violations.Sum(violation => violation.Path == path ? 100 : 1);

    private JsonElement Resolve(string reference)
    {
        if (_references.TryGetValue(reference, out var known)) return known;
        if (!reference.StartsWith("#/", StringComparison.Ordinal)) throw new InvalidOperationException($"the reference {reference} leaves the document");
        var target = root;
        foreach (var step in reference[2..].Split('/'))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (!target.TryGetProperty(name, out target)) throw new InvalidOperationException($"the reference {reference} leads nowhere");
        }
        return _references[reference] = target;
    }

    internal static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 80 ? text : text[..80] + "…";
    }
}
