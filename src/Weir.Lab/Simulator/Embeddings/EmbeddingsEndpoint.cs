using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Lab.Simulator.Faults;
using Weir.Lab.Simulator.Validation;

namespace Weir.Lab.Simulator.Embeddings;

/// <summary><c>POST /v1/embeddings</c>.</summary>
internal static class EmbeddingsEndpoint
{
    private const int StandardDimensions = 1536;

    public static async Task<ApiError?> AnswerAsync(Exchange exchange, JsonElement root)
    {
        if (EmbeddingFields.Validate(root) is { } error)
            return error;
        var inputs = EmbeddingFields.ReadInputs(root.GetProperty("input"));
        var tokens = inputs.Sum(input => input.Tokens);
        var model = root.GetProperty("model").GetString()!;
        var dimensions = Check.Given(root, "dimensions")?.GetInt32() ?? StandardDimensions;
        var base64 = Check.Given(root, "encoding_format")?.GetString() == "base64";
        var profile = ModelProfiles.For(model);
        await exchange.WaitAsync(profile.FirstToken);

        var output = new ArrayBufferWriter<byte>(inputs.Count * dimensions * 12);
        using (var writer = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("object", "list");
            writer.WriteStartArray("data");
            for (var index = 0; index < inputs.Count; index++)
                WriteVector(writer, index, EmbeddingVector.Of(inputs[index].Words, dimensions, exchange.Options.Seed), base64);
            writer.WriteEndArray();
            writer.WriteString("model", model);
            if (!exchange.Has(FaultKind.NoUsage))
            {
                writer.WriteStartObject("usage");
                writer.WriteNumber("prompt_tokens", exchange.Has(FaultKind.WrongUsage) ? 1 : tokens);
                writer.WriteNumber("total_tokens", exchange.Has(FaultKind.WrongUsage) ? -1 : tokens);
                writer.WriteEndObject();
            }

            WriteEchoes(writer, root);
            writer.WriteEndObject();
        }

        exchange.WriteStandardHeaders(tokens);
        await PlainBody.SendAsync(exchange, output.WrittenMemory);
        return null;
    }

    private static void WriteVector(Utf8JsonWriter writer, int index, float[] vector, bool base64)
    {
        writer.WriteStartObject();
        writer.WriteString("object", "embedding");
        writer.WriteNumber("index", index);
        if (base64)
        {
            // Every machine that runs .NET is little-endian, and so is the wire.
            writer.WriteBase64String("embedding", MemoryMarshal.AsBytes(vector.AsSpan()));
        }
        else
        {
            writer.WriteStartArray("embedding");
            foreach (var number in vector)
                writer.WriteNumberValue(number);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteEchoes(Utf8JsonWriter writer, JsonElement root)
    {
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name.StartsWith(ChatFields.EchoPrefix, StringComparison.Ordinal))
                property.WriteTo(writer);
        }
    }
}
