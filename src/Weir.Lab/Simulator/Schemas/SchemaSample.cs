using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Schemas;

/// <summary>
/// A JSON value that satisfies a schema. What is written is checked against the schema before it is handed out: the caller
/// gets valid JSON or a reason why there is none, never something that nearly fits.
/// </summary>
internal static class SchemaSample
{
    private const int Attempts = 24;

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JsonOutput.Options.Encoder };

    /// <summary>The text of a value, or the reason why the schema cannot be met.</summary>
    public static (string? Json, string? Problem) Write(JsonElement? schema, ulong seed)
    {
        if (schema is null)
            return ("{}", null);
        try
        {
            var root = JsonNode.Parse(schema.Value.GetRawText(), documentOptions: new JsonDocumentOptions { MaxDepth = 256 });
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var value = new SchemaGenerator(root, new SeededRandom(StableHash.Add(seed, attempt)), attempt).Generate();
                if (new SchemaCheck(root).Matches(value))
                    return (value?.ToJsonString(Compact) ?? "null", null);
            }

            return (null, "the simulator found no value that satisfies it.");
        }
        catch (SchemaException problem)
        {
            return (null, problem.Message);
        }
        catch (Exception problem) when (IsUnreadable(problem))
        {
            // A keyword with a value of the wrong type, such as "required": true.
            return (null, "it is not a valid JSON Schema.");
        }
    }

    /// <summary>True when the text is JSON that satisfies the schema.</summary>
    public static bool Accepts(JsonElement? schema, string json)
    {
        try
        {
            var value = JsonNode.Parse(json);
            return schema is null
                ? value is JsonObject
                : new SchemaCheck(JsonNode.Parse(schema.Value.GetRawText())).Matches(value);
        }
        catch (Exception problem) when (problem is SchemaException || IsUnreadable(problem))
        {
            return false;
        }
    }

    /// <summary>What the JSON library throws at a value of the wrong type, a number out of range, or too deep a nesting.</summary>
    private static bool IsUnreadable(Exception problem) =>
        problem is JsonException or InvalidOperationException or ArgumentException or FormatException or OverflowException;
}
