using System.Buffers;
using System.Text.Json;

namespace Weir.Lab.Simulator.Messages;

/// <summary>The list of models in Anthropic's form.</summary>
internal static class AnthropicModels
{
    public static async Task<ApiError?> AnswerAsync(Exchange exchange, string path)
    {
        var output = new ArrayBufferWriter<byte>();
        if (path.TrimEnd('/') == "/v1/models")
        {
            WriteList(output);
        }
        else
        {
            var id = path["/v1/models/".Length..];
            if (!ModelsEndpoint.IsKnown(id))
                return new ApiError(404, $"model: {id}", "not_found_error", null, null);
            using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
            WriteModel(writer, id);
        }

        exchange.WriteStandardHeaders(0);
        await PlainBody.SendAsync(exchange, output.WrittenMemory);
        return null;
    }

    private static void WriteList(ArrayBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("data");
        foreach (var profile in ModelProfiles.All)
            WriteModel(writer, profile.Name);
        writer.WriteEndArray();
        writer.WriteBoolean("has_more", false);
        writer.WriteString("first_id", ModelProfiles.All[0].Name);
        writer.WriteString("last_id", ModelProfiles.All[^1].Name);
        writer.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter writer, string id)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "model");
        writer.WriteString("id", id);
        writer.WriteString("display_name", id);
        writer.WriteString("created_at", "2026-01-01T00:00:00Z");
        writer.WriteEndObject();
    }
}
