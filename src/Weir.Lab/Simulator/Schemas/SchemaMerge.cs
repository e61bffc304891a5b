using System.Text.Json.Nodes;

namespace Weir.Lab.Simulator.Schemas;

/// <summary>Two schemas that hold together, as one schema to generate from. The result is checked afterwards, so it may be approximate.</summary>
internal static class SchemaMerge
{
    public static JsonObject Merge(JsonObject first, JsonObject second)
    {
        var merged = (JsonObject)first.DeepClone();
        foreach (var (name, value) in second)
        {
            if (!merged.TryGetPropertyValue(name, out var present) || present is null)
            {
                merged[name] = value?.DeepClone();
                continue;
            }

            merged[name] = (name, present, value) switch
            {
                ("properties", JsonObject left, JsonObject right) => Properties(left, right),
                ("required", JsonArray left, JsonArray right) => Union(left, right),
                ("enum", JsonArray left, JsonArray right) => Intersection(left, right),
                ("allOf", JsonArray left, JsonArray right) => Concatenation(left, right),
                ("minimum" or "exclusiveMinimum" or "minLength" or "minItems", _, not null) => Number(present) >= Number(value) ? present.DeepClone() : value.DeepClone(),
                ("maximum" or "exclusiveMaximum" or "maxLength" or "maxItems", _, not null) => Number(present) <= Number(value) ? present.DeepClone() : value.DeepClone(),
                ("additionalProperties", JsonValue left, _) when left.TryGetValue(out bool open) && !open => left.DeepClone(),
                _ => value?.DeepClone(),
            };
        }

        return merged;
    }

    private static decimal Number(JsonNode node) => node.GetValue<decimal>();

    private static JsonObject Properties(JsonObject left, JsonObject right)
    {
        var merged = (JsonObject)left.DeepClone();
        foreach (var (name, schema) in right)
        {
            merged[name] = merged[name] is JsonObject present && schema is JsonObject other
                ? new JsonObject { ["allOf"] = new JsonArray(present.DeepClone(), other.DeepClone()) }
                : schema?.DeepClone();
        }

        return merged;
    }

    private static JsonArray Union(JsonArray left, JsonArray right) =>
        new([.. left.Concat(right).Select(SchemaScalars.Word).Distinct(StringComparer.Ordinal).Select(name => (JsonNode)name)]);

    private static JsonArray Intersection(JsonArray left, JsonArray right) =>
        new([.. left.Where(item => right.Any(other => JsonNode.DeepEquals(item, other))).Select(item => item?.DeepClone())]);

    private static JsonArray Concatenation(JsonArray left, JsonArray right) => new([.. left.Concat(right).Select(item => item?.DeepClone())]);
}
