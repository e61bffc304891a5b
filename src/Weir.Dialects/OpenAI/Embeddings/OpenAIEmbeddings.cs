using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Weir.Dialects.Embeddings;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Embeddings;

/// <summary>OpenAI's <c>/v1/embeddings</c>, as clients and as providers speak it.</summary>
public sealed class OpenAIEmbeddings : IEmbeddingClient, IEmbeddingProvider
{
    private static readonly EmbeddingAnswerShape Shape = new("data", "embedding", "usage", UsageReader.TryRead) { Index = "index", Model = "model" };

    private OpenAIEmbeddings()
    {
    }

    /// <summary>The dialect, which has no state.</summary>
    public static OpenAIEmbeddings Instance { get; } = new();

    /// <inheritdoc/>
    public EmbeddingRequest Read(JsonCursor request) => EmbeddingReader.Read(request);

    /// <inheritdoc/>
    public void Write(EmbeddingRequest request, string model, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("model"u8, model);
        writer.WriteStartArray("input"u8);
        foreach (var text in request.Texts) text.Write(writer);
        writer.WriteEndArray();
        if (request.Dimensions is { } dimensions) writer.WriteNumber("dimensions"u8, dimensions);
        // As text, numbers reach a client of any dialect as they are.
        writer.WriteString("encoding_format"u8, "float"u8);
        request.Options.Pass(writer, "user");
        writer.WriteEndObject();
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
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        for (var i = 0; i < answer.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("object"u8, "embedding"u8);
            writer.WriteNumber("index"u8, i);
            writer.WritePropertyName("embedding"u8);
            if (form == VectorForm.Base64) VectorText.WriteBase64(writer, answer.Vector(i));
            else writer.WriteRawValue(answer.Vector(i), skipInputValidation: true);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteString("model"u8, answer.Model ?? model);
        writer.WriteStartObject("usage"u8);
        var tokens = answer.Usage.GetValueOrDefault().Input;
        writer.WriteNumber("prompt_tokens"u8, tokens);
        writer.WriteNumber("total_tokens"u8, tokens);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
