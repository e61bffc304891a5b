using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Weir.Dialects.Embeddings;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini.Embeddings;

/// <summary>Gemini's <c>embedContent</c> (one text) and <c>batchEmbedContents</c> (many), as clients speak them; providers are asked for batches.</summary>
public sealed class GeminiEmbeddings : IEmbeddingClient, IEmbeddingProvider
{
    private static readonly EmbeddingAnswerShape Shape = new("embeddings", "values", "usageMetadata", UsageReader.TryRead);

    private readonly bool _isBatch;

    private GeminiEmbeddings(bool isBatch) => _isBatch = isBatch;

    /// <summary><c>embedContent</c>, for clients.</summary>
    public static GeminiEmbeddings One { get; } = new(isBatch: false);

    /// <summary><c>batchEmbedContents</c>.</summary>
    public static GeminiEmbeddings Many { get; } = new(isBatch: true);

    /// <inheritdoc/>
    public EmbeddingRequest Read(JsonCursor request) => new EmbeddingReader(request).Read(_isBatch);

    /// <inheritdoc/>
    public void Write(EmbeddingRequest request, string model, IBufferWriter<byte> output)
    {
        var resource = GeminiDialect.ResourceOf(model);
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("requests"u8);
        foreach (var text in request.Texts)
        {
            writer.WriteStartObject();
            writer.WriteString("model"u8, resource);
            writer.WriteStartObject("content"u8);
            writer.WriteStartArray("parts"u8);
            writer.WriteStartObject();
            writer.WritePropertyName("text"u8);
            text.Write(writer);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            if (request.Dimensions is { } dimensions) writer.WriteNumber("outputDimensionality"u8, dimensions);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        // Whose call it is, is attributed in the ledger.
        request.Options.Settle("user");
        request.Options.OmitRest();
    }

    /// <inheritdoc/>
    public bool TryRead(ReadOnlyMemory<byte> body, int texts, [NotNullWhen(true)] out EmbeddingAnswer? answer) =>
        new EmbeddingAnswerReader(Shape, body, texts).TryRead(out answer);

    /// <inheritdoc/>
    public void Write(EmbeddingAnswer answer, VectorForm form, string model, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        writer.WriteStartObject();
        if (_isBatch) writer.WriteStartArray("embeddings"u8);
        else writer.WritePropertyName("embedding"u8);
        for (var i = 0; i < answer.Count; i++)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("values"u8);
            writer.WriteRawValue(answer.Vector(i), skipInputValidation: true);
            writer.WriteEndObject();
        }
        if (_isBatch) writer.WriteEndArray();
        writer.WriteStartObject("usageMetadata"u8);
        writer.WriteNumber("promptTokenCount"u8, answer.Usage.GetValueOrDefault().Input);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
