using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>
/// Gemini's <c>Schema</c>, a subset of OpenAPI 3.0's, said as JSON schema: types in lower case, <c>nullable</c> as one more type,
/// counts as numbers (JSON of protocol buffers writes 64-bit ones as strings).
/// </summary>
internal static class OpenApiSchema
{
    public static JsonElement ToJsonSchema(JsonElement schema)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, RawJson.WriterOptions)) Write(writer, schema);
        return JsonElement.Parse(text.WrittenSpan, new JsonDocumentOptions { MaxDepth = 512 });
    }

    private static void Write(Utf8JsonWriter writer, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            writer.WriteRaw(schema);
            return;
        }
        var isNullable = schema.TryGetProperty("nullable", out var nullable) && nullable.ValueKind == JsonValueKind.True && schema.TryGetProperty("type", out _);
        writer.WriteStartObject();
        foreach (var member in schema.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null || (isNullable && member.NameEquals("nullable"))) continue;
            WriteMember(writer, member, isNullable);
        }
        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, JsonProperty member, bool isNullable)
    {
        var name = member.Name switch
        {
            "any_of" => "anyOf",
            "max_items" => "maxItems",
            "min_items" => "minItems",
            "max_length" => "maxLength",
            "min_length" => "minLength",
            "max_properties" => "maxProperties",
            "min_properties" => "minProperties",
            var other => other,
        };
        if (name == "type")
        {
            WriteType(writer, member.Value, isNullable);
            return;
        }
        writer.WritePropertyName(name);
        switch (name)
        {
            case "items" or "additionalProperties": Write(writer, member.Value); break;
            case "properties" or "defs" or "$defs": WriteEach(writer, member.Value); break;
            case "anyOf" or "prefixItems" when member.Value.ValueKind == JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var schema in member.Value.EnumerateArray()) Write(writer, schema);
                writer.WriteEndArray();
                break;
            case "maxItems" or "minItems" or "maxLength" or "minLength" or "maxProperties" or "minProperties" when IsCount(member.Value):
                writer.WriteRawValue(RawJson.Inside(member.Value), skipInputValidation: true);
                break;
            default: writer.WriteRaw(member.Value); break;
        }
    }

    private static void WriteType(Utf8JsonWriter writer, JsonElement type, bool isNullable)
    {
        if (type.ValueKind != JsonValueKind.String)
        {
            writer.WriteRaw("type"u8, type);
            return;
        }
        var word = RawJson.Say(RawJson.Inside(type))?.ToLowerInvariant();
        if (word is null or "type_unspecified") return;
        if (!isNullable)
        {
            writer.WriteString("type"u8, word);
            return;
        }
        writer.WriteStartArray("type"u8);
        writer.WriteStringValue(word);
        writer.WriteStringValue("null"u8);
        writer.WriteEndArray();
    }

    private static void WriteEach(Utf8JsonWriter writer, JsonElement schemas)
    {
        if (schemas.ValueKind != JsonValueKind.Object)
        {
            writer.WriteRaw(schemas);
            return;
        }
        writer.WriteStartObject();
        foreach (var schema in schemas.EnumerateObject())
        {
            writer.WritePropertyName(schema.Name);
            Write(writer, schema.Value);
        }
        writer.WriteEndObject();
    }

    private static bool IsCount(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && RawJson.Inside(value) is { Length: > 0 and < 10 } digits && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
        && (digits.Length == 1 || digits[0] != (byte)'0');
}
