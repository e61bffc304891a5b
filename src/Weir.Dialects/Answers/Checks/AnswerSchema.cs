using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Answers.Checks;

/// <summary>Finds the JSON Schema that a request wants its answer to keep to.</summary>
public static class AnswerSchema
{
    private static readonly string[] Geminis = ["responseJsonSchema", "response_json_schema", "_responseJsonSchema", "responseSchema", "response_schema"];

    /// <summary>The schema, or null when there is none. Requests without one cost a search for a word.</summary>
    /// <param name="dialect">What the client speaks.</param>
    /// <param name="request">The request's body.</param>
    public static JsonElement? Find(Dialect dialect, ReadOnlySpan<byte> request)
    {
        if (request.IndexOf(dialect == Dialect.Gemini ? "chema\""u8 : "\"json_schema\""u8) < 0) return null;
        try
        {
            var reader = new Utf8JsonReader(request, EventJson.Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!HoldsFormat(dialect, ref reader)) reader.SkipValue();
                else if (reader.Read() && In(dialect, JsonElement.ParseValue(ref reader)) is { } schema) return schema;
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // What cannot be read here is refused elsewhere.
        }
        return null;
    }

    private static bool HoldsFormat(Dialect dialect, ref Utf8JsonReader name) => dialect switch
    {
        Dialect.Responses => name.ValueTextEquals("text"u8),
        Dialect.Messages => name.ValueTextEquals("output_config"u8) || name.ValueTextEquals("output_format"u8),
        Dialect.Gemini => name.ValueTextEquals("generationConfig"u8) || name.ValueTextEquals("generation_config"u8),
        _ => name.ValueTextEquals("response_format"u8),
    };

    private static JsonElement? In(Dialect dialect, JsonElement at)
    {
        if (dialect == Dialect.Gemini) return Geminis.Select(name => Member(at, name)).FirstOrDefault(schema => schema is not null);
        var format = Member(at, "format") ?? at;
        if (Member(format, "type") is not { ValueKind: JsonValueKind.String } type || !type.ValueEquals("json_schema"u8)) return null;
        return Member(Member(format, "json_schema") ?? format, "schema");
    }

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : null;
}
