using System.Buffers;
using System.Text.Json;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator;

/// <summary>Lists the named models, and shows one.</summary>
internal static class ModelsEndpoint
{
    // A date of birth for models that were never trained: 2026-01-01.
    private const long Created = 1_767_225_600;

    public static async Task<ApiError?> AnswerAsync(Exchange exchange, string path)
    {
        var output = new ArrayBufferWriter<byte>();
        if (path is "/v1/models" or "/v1/models/")
        {
            WriteList(output);
        }
        else
        {
            var id = path["/v1/models/".Length..];
            if (!IsKnown(id))
                return new ApiError(404, $"The model '{id}' does not exist", ApiError.InvalidRequest, "model", "model_not_found");
            using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
            WriteModel(writer, id);
        }

        exchange.WriteStandardHeaders(0);
        await PlainBody.SendAsync(exchange, output.WrittenMemory);
        return null;
    }

    public static bool IsKnown(string id) =>
        ModelProfiles.All.Any(profile => profile.Name == id)
        || (id.StartsWith(FaultParser.ModelPrefix, StringComparison.Ordinal) && FaultParser.TryParse(id[FaultParser.ModelPrefix.Length..], out _));

    private static void WriteList(ArrayBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteStartArray("data");
        foreach (var profile in ModelProfiles.All)
            WriteModel(writer, profile.Name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter writer, string id)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", Created);
        writer.WriteString("owned_by", "weir");
        writer.WriteEndObject();
    }
}
