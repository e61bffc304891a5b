using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Writes a request.</summary>
internal static class RequestWriter
{
    public static void Write(Conversation conversation, ProviderTarget target, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        var messages = MergedMessage.Of(conversation.Turns);
        var thinking = ThinkingPlan.Of(conversation, messages, target.Model);
        writer.WriteStartObject();
        writer.WriteString("model"u8, target.Model);
        writer.WriteNumber("max_tokens"u8, thinking.Limit(conversation, target.MaxOutputTokens));
        if (conversation.Stream) writer.WriteBoolean("stream"u8, true);
        new MessageWriter(writer, conversation).Write(messages);
        ToolWriter.Write(writer, conversation);
        thinking.Write(writer);
        Config(writer, thinking.Effort, conversation.Format);
        Stops(writer, conversation);
        OptionWriter.Write(writer, conversation, thinking.IsOn);
        writer.WriteEndObject();
    }

    private static void Config(Utf8JsonWriter writer, string? effort, AnswerFormat? format)
    {
        if (effort is null && format?.Schema is null) return;
        writer.WriteStartObject("output_config"u8);
        if (effort is not null) writer.WriteString("effort"u8, effort);
        if (format?.Schema is { } schema)
        {
            writer.WriteStartObject("format"u8);
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WritePropertyName("schema"u8);
            Schema(writer, schema, format.Description);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    /// <summary>What the form is for has no place of its own: it goes into the schema, unless that says already what it describes.</summary>
    private static void Schema(Utf8JsonWriter writer, JsonElement schema, JsonElement? description)
    {
        if (description is not { } text || schema.TryGetProperty("description"u8, out _)) writer.WriteRaw(schema);
        else SchemaWriter.WriteWith(writer, schema, [.. "\"description\":"u8, .. RawJson.Of(text)]);
    }

    private static void Stops(Utf8JsonWriter writer, Conversation conversation)
    {
        var begun = false;
        foreach (var stop in conversation.Stops)
        {
            if (PartText.IsBlank(stop))
            {
                conversation.Reading.Omit(conversation.StopsPath, "Anthropic takes no stop sequences of white space alone");
                continue;
            }
            if (!begun) writer.WriteStartArray("stop_sequences"u8);
            begun = true;
            writer.WriteRaw(stop);
        }
        if (begun) writer.WriteEndArray();
    }
}
