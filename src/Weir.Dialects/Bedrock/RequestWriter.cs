using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Anthropic;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Bedrock;

/// <summary>Writes the body of Converse and ConverseStream.</summary>
internal static class RequestWriter
{
    public static void Write(Conversation conversation, ProviderTarget target, IBufferWriter<byte> output)
    {
        var model = new BedrockModel(target.Model);
        var thinking = Thinking.Of(conversation, model, target);
        if (model.IsAnthropic) SamplingRules.Apply(conversation.Options, conversation.Reading, thinking.IsOn);
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        writer.WriteStartObject();
        MessagesWriter.Write(writer, conversation, model);
        WriteInference(writer, conversation, thinking);
        ToolConfigWriter.Write(writer, conversation, model);
        if (conversation.Format is { } format) WriteFormat(writer, format, conversation.Reading);
        WriteAdditional(writer, conversation.Options, model, thinking);
        WriteTier(writer, conversation.Options);
        writer.WriteEndObject();
        // Weir's ledger attributes calls; which of them share a prefix is Bedrock's own business.
        conversation.Options.Settle("user", "safety_identifier", "metadata", "prompt_cache_key");
        conversation.Options.OmitRest();
    }

    private static void WriteInference(Utf8JsonWriter writer, Conversation conversation, Thinking thinking)
    {
        writer.WriteStartObject("inferenceConfig"u8);
        if ((thinking.MaxTokens ?? conversation.OutputLimit) is { } most) writer.WriteNumber("maxTokens"u8, most);
        conversation.Options.Pass(writer, "temperature");
        conversation.Options.PassAs(writer, "top_p", "topP");
        if (conversation.Stops.Count > 0)
        {
            writer.WriteStartArray("stopSequences"u8);
            foreach (var stop in conversation.Stops) writer.WriteRaw(stop);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    /// <summary>The schema is the text of a JSON schema here.</summary>
    private static void WriteFormat(Utf8JsonWriter writer, AnswerFormat format, RequestReading reading)
    {
        if (format.Schema is not { } schema)
        {
            reading.Omit(format.Path, "Bedrock's answers are free text or fit a schema: give one");
            return;
        }
        var text = new ArrayBufferWriter<byte>();
        text.WriteEscaped(RawJson.Of(schema));
        writer.WriteStartObject("outputConfig"u8);
        writer.WriteStartObject("textFormat"u8);
        writer.WriteString("type"u8, "json_schema"u8);
        writer.WriteStartObject("structure"u8);
        writer.WriteStartObject("jsonSchema"u8);
        writer.WriteInside("schema"u8, text.WrittenSpan);
        if (format.Name is { } name) writer.WriteRaw("name"u8, name);
        if (format.Description is { } description) writer.WriteRaw("description"u8, description);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>What Converse hands on to the model in the model's own words.</summary>
    private static void WriteAdditional(Utf8JsonWriter writer, Options options, BedrockModel model, Thinking thinking)
    {
        var hasTopK = options.TryPeek("top_k", out _);
        if (!hasTopK && !thinking.IsOn) return;
        writer.WriteStartObject("additionalModelRequestFields"u8);
        if (hasTopK && model.IsNova)
        {
            writer.WriteStartObject("inferenceConfig"u8);
            options.PassAs(writer, "top_k", "topK");
            writer.WriteEndObject();
        }
        else options.Pass(writer, "top_k");
        if (thinking.IsOn) WriteThinking(writer, thinking);
        writer.WriteEndObject();
    }

    /// <summary>In the words of Anthropic's own API.</summary>
    private static void WriteThinking(Utf8JsonWriter writer, Thinking thinking)
    {
        writer.WriteStartObject("thinking"u8);
        writer.WriteString("type"u8, thinking.IsAdaptive ? "adaptive"u8 : "enabled"u8);
        if (thinking.Budget is { } budget) writer.WriteNumber("budget_tokens"u8, budget);
        writer.WriteEndObject();
        if (thinking.Effort is not { } effort) return;
        writer.WriteStartObject("output_config"u8);
        writer.WriteString("effort"u8, effort);
        writer.WriteEndObject();
    }

    private static void WriteTier(Utf8JsonWriter writer, Options options)
    {
        if (!options.TryPeek("service_tier", out var tier) || tier.Element.ValueKind != JsonValueKind.String) return;
        if (!RawJson.Inside(tier.Element).SequenceEqual("flex"u8) && !RawJson.Inside(tier.Element).SequenceEqual("priority"u8)) return;
        writer.WriteStartObject("serviceTier"u8);
        options.PassAs(writer, "service_tier", "type");
        writer.WriteEndObject();
    }
}
