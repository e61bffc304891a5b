using System.Text.Json;

namespace Weir.Lab.Simulator.Schemas;

/// <summary>What <c>strict: true</c> asks of a schema: every object is closed and requires all of its properties.</summary>
internal static class StrictSchema
{
    public static string? Problem(JsonElement schema) =>
        schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "object"
            ? Walk(schema, "")
            : "schema must be a JSON Schema of 'type: \"object\"'.";

    private static string? Walk(JsonElement schema, string context)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return null;
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            if (Closed(schema, properties, context) is { } problem)
                return problem;
        }

        foreach (var property in schema.EnumerateObject())
        {
            var problem = property.Name switch
            {
                "properties" or "$defs" or "definitions" => WalkAll(property.Value, $"{context}, '{property.Name}'"),
                "items" => Walk(property.Value, $"{context}, 'items'"),
                "anyOf" when property.Value.ValueKind == JsonValueKind.Array => WalkList(property.Value, $"{context}, 'anyOf'"),
                "oneOf" or "allOf" or "not" or "if" or "patternProperties" => $"In context=({context.TrimStart(',', ' ')}), '{property.Name}' is not permitted.",
                _ => null,
            };
            if (problem is not null)
                return problem;
        }

        return null;
    }

    private static string? Closed(JsonElement schema, JsonElement properties, string context)
    {
        var place = $"In context=({context.TrimStart(',', ' ')}), ";
        if (!schema.TryGetProperty("additionalProperties", out var additional) || additional.ValueKind != JsonValueKind.False)
            return place + "'additionalProperties' is required to be supplied and to be false.";
        var required = schema.TryGetProperty("required", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(name => name.ToString()).ToHashSet(StringComparer.Ordinal)
            : [];
        foreach (var property in properties.EnumerateObject())
        {
            if (!required.Contains(property.Name))
                return place + $"'required' is required to be supplied and to be an array including every key in properties. Missing '{property.Name}'.";
        }

        return null;
    }

    private static string? WalkAll(JsonElement owner, string context) =>
        owner.ValueKind != JsonValueKind.Object
            ? null
            : owner.EnumerateObject().Select(property => Walk(property.Value, $"{context}, '{property.Name}'")).FirstOrDefault(problem => problem is not null);

    private static string? WalkList(JsonElement list, string context) =>
        list.EnumerateArray().Select((item, index) => Walk(item, $"{context}, '{index}'")).FirstOrDefault(problem => problem is not null);
}
