using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Lab.Simulator.Reading;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>Google's typed schemas (<c>"type": "STRING"</c>, <c>nullable</c>) as JSON Schema; a name that they do not have is refused.</summary>
internal static class GeminiSchema
{
    private static readonly string[] Known =
    [
        "type", "format", "title", "description", "nullable", "default", "items", "minItems", "maxItems", "enum", "properties", "propertyOrdering",
        "required", "minProperties", "maxProperties", "minimum", "maximum", "minLength", "maxLength", "pattern", "example", "anyOf",
    ];

    public static JsonElement? Read(Field schema) => Convert(schema) is { } node ? JsonSerializer.SerializeToElement(node) : null;

    private static JsonObject? Convert(Field schema)
    {
        if (!schema.Only(Known))
            return null;
        var plain = new JsonObject();
        foreach (var member in schema.Value!.Value.EnumerateObject())
        {
            var value = schema[member.Name];
            switch (member.Name)
            {
                case "type":
                    Type(plain, schema, value);
                    break;
                case "items":
                    plain["items"] = Convert(value);
                    break;
                case "anyOf":
                    plain["anyOf"] = new JsonArray([.. value.Items().Select(Convert)]);
                    break;
                case "properties":
                    plain["properties"] = Properties(value);
                    break;
                case "minItems" or "maxItems" or "minProperties" or "maxProperties" or "minLength" or "maxLength":
                    // 64-bit numbers travel as strings in Google's JSON.
                    plain[member.Name] = value.IsText && long.TryParse(value.Text(), out var number) ? number : value.Integer(0, int.MaxValue);
                    break;
                case "nullable" or "propertyOrdering" or "example" or "default" or "title" or "description" or "format":
                    break;
                default:
                    plain[member.Name] = JsonNode.Parse(member.Value.GetRawText());
                    break;
            }
        }

        return plain;
    }

    private static void Type(JsonObject plain, Field schema, Field type)
    {
        var name = type.OneOf(
            "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL", "string", "number", "integer", "boolean", "array", "object", "null")?.ToLowerInvariant();
        plain["type"] = schema["nullable"].Flag() ? new JsonArray(name, "null") : name;
    }

    private static JsonObject Properties(Field properties)
    {
        var converted = new JsonObject();
        foreach (var member in properties.Object()?.EnumerateObject() ?? default)
            converted[member.Name] = Convert(properties[member.Name]);
        return converted;
    }
}
