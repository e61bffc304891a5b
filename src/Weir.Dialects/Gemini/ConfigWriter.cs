using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Writes <c>generationConfig</c>.</summary>
internal static class ConfigWriter
{
    public static void Write(Utf8JsonWriter writer, Conversation conversation, GeminiModel model)
    {
        writer.WriteStartObject("generationConfig"u8);
        if (conversation.OutputLimit is { } most) writer.WriteNumber("maxOutputTokens"u8, most);
        WriteStops(writer, conversation.Stops);
        var options = conversation.Options;
        options.Pass(writer, "temperature");
        options.Pass(writer, "seed");
        options.PassAs(writer, "top_p", "topP");
        options.PassAs(writer, "top_k", "topK");
        options.PassAs(writer, "n", "candidateCount");
        options.PassAs(writer, "presence_penalty", "presencePenalty");
        options.PassAs(writer, "frequency_penalty", "frequencyPenalty");
        options.PassAs(writer, "media_resolution", "mediaResolution");
        WriteLogprobs(writer, options);
        WriteModalities(writer, options);
        if (conversation.Format is { } format) WriteFormat(writer, format, conversation.Reading);
        if (conversation.Reasoning is { } reasoning) ThinkingWriter.Write(writer, reasoning, model, conversation.Reading);
        writer.WriteEndObject();
    }

    private static void WriteLogprobs(Utf8JsonWriter writer, Options options)
    {
        if (!LogprobsWish.TryTake(options, out var most)) return;
        writer.WriteBoolean("responseLogprobs"u8, true);
        if (most is { } count) writer.WriteRaw("logprobs"u8, count.Element);
    }

    private static void WriteModalities(Utf8JsonWriter writer, Options options)
    {
        if (!PictureWish.TryTake(options, out var wantsText)) return;
        writer.WriteStartArray("responseModalities"u8);
        if (wantsText) writer.WriteStringValue("TEXT"u8);
        writer.WriteStringValue("IMAGE"u8);
        writer.WriteEndArray();
    }

    private static void WriteStops(Utf8JsonWriter writer, List<JsonElement> stops)
    {
        if (stops.Count == 0) return;
        writer.WriteStartArray("stopSequences"u8);
        foreach (var stop in stops) writer.WriteRaw(stop);
        writer.WriteEndArray();
    }

    /// <summary>The schema's name is a label that Gemini has no need of, and the answer always has to fit the schema exactly.</summary>
    private static void WriteFormat(Utf8JsonWriter writer, AnswerFormat format, RequestReading reading)
    {
        writer.WriteString("responseMimeType"u8, "application/json"u8);
        if (format.Schema is { } schema) writer.WriteRaw("responseJsonSchema"u8, schema);
        if (format.Description is not null) reading.Omit(format.Path.Member("description"), "a description belongs into the schema here");
    }
}
