using System.Globalization;
using System.Text.Json;
using Weir.Dialects;

namespace Weir.Gateway.Endpoints;

/// <summary>Writes models as a dialect's clients expect them.</summary>
/// <param name="dialect">Who is told.</param>
/// <param name="created">When the models came to be, seconds since the Unix epoch.</param>
internal sealed class ModelsShape(Dialect dialect, long created)
{
    private static readonly string[] UnknownOfModel = ["capabilities", "deprecated_at", "line", "max_input_tokens", "max_tokens", "retires_at"];

    /// <summary>Writes all models there are; there are never so many that a second page is needed.</summary>
    public void WriteList(Utf8JsonWriter json, string[] names)
    {
        json.WriteStartObject();
        if (dialect == Dialect.Chat) json.WriteString("object"u8, "list"u8);
        json.WriteStartArray(dialect == Dialect.Gemini ? "models"u8 : "data"u8);
        foreach (var name in names) WriteModel(json, name);
        json.WriteEndArray();
        if (dialect == Dialect.Messages)
        {
            json.WriteBoolean("has_more"u8, false);
            json.WriteString("first_id"u8, names.FirstOrDefault());
            json.WriteString("last_id"u8, names.LastOrDefault());
        }
        json.WriteEndObject();
    }

    /// <summary>Writes one model.</summary>
    public void WriteModel(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        switch (dialect)
        {
            case Dialect.Messages:
                json.WriteString("type"u8, "model"u8);
                json.WriteString("id"u8, name);
                json.WriteString("display_name"u8, name);
                json.WriteString("created_at"u8, DateTimeOffset.FromUnixTimeSeconds(created).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                json.WriteString("lifecycle"u8, "active"u8);
                // Required, and null where it is not known.
                foreach (var member in UnknownOfModel) json.WriteNull(member);
                break;
            case Dialect.Gemini:
                json.WriteString("name"u8, "models/" + name);
                json.WriteString("displayName"u8, name);
                json.WriteStartArray("supportedGenerationMethods"u8);
                json.WriteStringValue("generateContent"u8);
                json.WriteStringValue("streamGenerateContent"u8);
                json.WriteStringValue("countTokens"u8);
                json.WriteEndArray();
                break;
            default:
                json.WriteString("id"u8, name);
                json.WriteString("object"u8, "model"u8);
                json.WriteNumber("created"u8, created);
                json.WriteString("owned_by"u8, "weir"u8);
                break;
        }
        json.WriteEndObject();
    }
}
