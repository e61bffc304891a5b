using System.Text.Json.Nodes;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Schemas;

/// <summary>Writes one value for a schema, guided by its keywords. <paramref name="attempt"/> varies the branches that are taken.</summary>
internal sealed class SchemaGenerator(JsonNode? root, SeededRandom random, int attempt)
{
    private const int EasyReferences = 3;
    private const int MostReferences = 24;
    private const int MostNodes = 20_000;

    private int _nodes;

    public JsonNode? Generate() => Value(root, 0);

    private JsonNode? Value(JsonNode? schema, int references)
    {
        if (++_nodes > MostNodes)
            throw new SchemaException("it describes a value that never ends.");
        if (schema is JsonValue flag && flag.TryGetValue(out bool anything))
            return anything ? PseudoText.Word(random) : throw new SchemaException("it accepts no value at all.");
        if (schema is not JsonObject given)
            throw new SchemaException("a schema must be an object or a boolean.");
        var flat = Flatten(given, ref references);
        if (flat.TryGetPropertyValue("const", out var only))
            return only?.DeepClone();
        if (flat["enum"] is JsonArray choices)
            return choices.Count > 0 ? choices[random.Next(choices.Count)]?.DeepClone() : throw new SchemaException("an 'enum' has no value left.");
        return TypeOf(flat) switch
        {
            "object" => Object(flat, references),
            "array" => Array(flat, references),
            "integer" => SchemaScalars.Number(flat, random, whole: true),
            "number" => SchemaScalars.Number(flat, random, whole: false),
            "boolean" => random.Next(2) == 0,
            "null" => null,
            "string" => SchemaScalars.Text(flat, random, attempt),
            var other => throw new SchemaException($"'{other}' is not a type."),
        };
    }

    /// <summary>Replaces references and combinations by one plain schema.</summary>
    private JsonObject Flatten(JsonObject schema, ref int references)
    {
        while (true)
        {
            if (schema["$ref"] is JsonValue reference)
            {
                if (++references > MostReferences)
                    throw new SchemaException("its references never end.");
                var rest = Without(schema, "$ref");
                schema = SchemaMerge.Merge(Branch(SchemaReferences.Resolve(root, reference.GetValue<string>())), rest);
            }
            else if (schema["allOf"] is JsonArray all)
            {
                schema = all.Aggregate(Without(schema, "allOf"), (merged, part) => SchemaMerge.Merge(merged, Branch(part)));
            }
            else if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray branches)
            {
                var name = schema["anyOf"] is null ? "oneOf" : "anyOf";
                schema = SchemaMerge.Merge(Without(schema, name), Branch(Choose(branches, references)));
            }
            else
            {
                return schema;
            }
        }
    }

    private JsonNode? Choose(JsonArray branches, int references)
    {
        if (branches.Count == 0)
            throw new SchemaException("a choice has no branches.");
        if (references < EasyReferences)
            return branches[(random.Next(branches.Count) + attempt) % branches.Count];

        // Deep in a recursive schema the way out is the branch that refers to nothing.
        var exits = branches.Where(branch => branch?.ToJsonString().Contains("\"$ref\"", StringComparison.Ordinal) == false).ToList();
        return exits.Count > 0 ? exits[random.Next(exits.Count)] : branches[random.Next(branches.Count)];
    }

    private static JsonObject Branch(JsonNode? branch) => branch switch
    {
        JsonObject schema => schema,
        JsonValue flag when flag.TryGetValue(out bool open) && open => [],
        _ => throw new SchemaException("a branch accepts no value."),
    };

    private static JsonObject Without(JsonObject schema, string name)
    {
        var copy = (JsonObject)schema.DeepClone();
        copy.Remove(name);
        return copy;
    }

    private string TypeOf(JsonObject schema)
    {
        switch (schema["type"])
        {
            case JsonValue one:
                return one.GetValue<string>();
            case JsonArray { Count: > 0 } many:
                return SchemaScalars.Word(many[(random.Next(many.Count) + attempt) % many.Count]);
        }

        if (schema["properties"] is not null || schema["required"] is not null || schema["additionalProperties"] is not null)
            return "object";
        if (schema["items"] is not null || schema["minItems"] is not null || schema["prefixItems"] is not null)
            return "array";
        return (schema["minimum"] ?? schema["maximum"] ?? schema["exclusiveMinimum"] ?? schema["exclusiveMaximum"] ?? schema["multipleOf"]) is null ? "string" : "number";
    }

    private JsonObject Object(JsonObject schema, int references)
    {
        var value = new JsonObject();
        var required = schema["required"] is JsonArray names ? names.Select(SchemaScalars.Word).ToList() : [];
        var properties = schema["properties"] as JsonObject;
        var most = SchemaScalars.Count(schema, "maxProperties") ?? int.MaxValue;
        foreach (var (name, property) in properties ?? [])
        {
            var wanted = required.Contains(name, StringComparer.Ordinal);
            if (wanted || (references < EasyReferences && attempt % 2 == 0 && property is not JsonValue && value.Count + required.Count < most))
                value[name] = Value(property, references);
        }

        var others = schema["additionalProperties"];
        foreach (var name in required.Where(name => !value.ContainsKey(name)))
            value[name] = others is JsonObject ? Value(others, references) : PseudoText.Word(random);
        var least = Math.Max(SchemaScalars.Count(schema, "minProperties") ?? 0, others is JsonObject && properties is null && references < EasyReferences ? 2 : 0);
        for (var extra = 1; value.Count < Math.Min(least, most) && extra < 1000; extra++)
            value[$"key{extra}"] = others is JsonObject ? Value(others, references) : PseudoText.Word(random);
        return value;
    }

    private JsonArray Array(JsonObject schema, int references)
    {
        var least = SchemaScalars.Count(schema, "minItems") ?? 0;
        var most = SchemaScalars.Count(schema, "maxItems") ?? int.MaxValue;
        var prefix = schema["prefixItems"] as JsonArray;
        var length = references >= EasyReferences ? least : Math.Clamp(prefix?.Count ?? 1 + random.Next(3), least, Math.Max(least, most));
        var unique = schema["uniqueItems"] is JsonValue flag && flag.GetValue<bool>();
        var list = new JsonArray();
        for (var tries = 0; list.Count < length && tries < 50 + (length * 20); tries++)
        {
            var item = prefix is not null && list.Count < prefix.Count ? prefix[list.Count] : schema["items"] ?? JsonValue.Create(true);
            var value = Value(item, references);
            if (!unique || !list.Any(other => JsonNode.DeepEquals(other, value)))
                list.Add(value);
        }

        return list;
    }
}
