using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Writes a request such that every server that calls itself compatible with OpenAI takes it: nothing is said that was not asked for, and of several ways to say it the oldest is taken.</summary>
internal static class ChatRequestWriter
{
    public static void Write(Conversation conversation, ProviderTarget target, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("model"u8, target.Model);
        new MessageWriter(writer, conversation.Reading).Write(conversation.Turns, isBegun: target.Prefill == PrefillStyle.Prefix);
        if (target.Prefill == PrefillStyle.Vllm)
        {
            writer.WriteBoolean("continue_final_message"u8, true);
            writer.WriteBoolean("add_generation_prompt"u8, false);
        }
        ToolWriter.Write(writer, conversation);
        if (conversation.Format is { } format) WriteFormat(writer, format);
        if (conversation.OutputLimit is { } limit) writer.WriteNumber(target.MaxTokensMember, limit);
        if (conversation.Stops.Count > 0) WriteStops(writer, conversation.Stops);
        // Whether thoughts are shown is the server's choice: those that can show them do.
        if (conversation.Reasoning is { } reasoning && Efforts.Of(reasoning) is { } effort) writer.WriteString("reasoning_effort"u8, effort);
        if (conversation.Stream) WriteStream(writer);
        WriteOptions(writer, conversation.Options);
        writer.WriteEndObject();
    }

    private static void WriteFormat(Utf8JsonWriter writer, AnswerFormat format)
    {
        writer.WriteStartObject("response_format"u8);
        writer.WriteString("type"u8, format.Schema is null ? "json_object"u8 : "json_schema"u8);
        if (format.Schema is { } schema)
        {
            writer.WriteStartObject("json_schema"u8);
            if (format.Name is { } name) writer.WriteRaw("name"u8, name);
            else writer.WriteString("name"u8, "answer"u8);
            if (format.Description is { } description) writer.WriteRaw("description"u8, description);
            writer.WriteRaw("schema"u8, schema);
            if (format.Strict is { } strict) writer.WriteBoolean("strict"u8, strict);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteStops(Utf8JsonWriter writer, List<JsonElement> stops)
    {
        writer.WriteStartArray("stop"u8);
        foreach (var stop in stops) writer.WriteRaw(stop);
        writer.WriteEndArray();
    }

    private static void WriteStream(Utf8JsonWriter writer)
    {
        writer.WriteBoolean("stream"u8, true);
        writer.WriteStartObject("stream_options"u8);
        writer.WriteBoolean("include_usage"u8, true);
        writer.WriteEndObject();
    }

    /// <summary>
    /// Passes on what a chat request can say. What would change the answer in a way that no other dialect's answer can show
    /// (<c>modalities</c> with audio, <c>moderation</c>) stays behind, and so is no silent loss.
    /// </summary>
    private static void WriteOptions(Utf8JsonWriter writer, Options options)
    {
        UserNames.Settle(options);
        options.Pass(writer, "temperature", "top_p", "frequency_penalty", "presence_penalty", "seed", "logit_bias", "n", "verbosity",
            "prediction", "web_search_options", "user", "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options");
        WriteLogprobs(writer, options);
        WriteModalities(writer, options);
        // Not to store is what happens anyway, and servers that store nothing may not know the parameter.
        if (options.TryPeek("store", out var store) && store.Kind == JsonValueKind.True)
        {
            options.Pass(writer, "store");
            options.Pass(writer, "metadata");
        }
        // OpenAI refuses metadata on what is not stored; Weir's ledger has it.
        options.Settle("metadata");
        if (options.TryPeek("service_tier", out var tier) && RawJson.Say(RawJson.Inside(tier.Element)) is "auto" or "default" or "flex" or "scale" or "priority" or "fast")
            options.Pass(writer, "service_tier");
        options.OmitRest();
    }

    /// <summary>OpenRouter's way to ask for pictures, which come as <c>images</c>.</summary>
    private static void WriteModalities(Utf8JsonWriter writer, Options options)
    {
        if (!PictureWish.TryTake(options, out var wantsText)) return;
        writer.WriteStartArray("modalities"u8);
        writer.WriteStringValue("image"u8);
        if (wantsText) writer.WriteStringValue("text"u8);
        writer.WriteEndArray();
    }

    /// <summary>Not to want them is what happens anyway, and not every server knows the parameters. Whoever wants the likeliest tokens wants those that were said too.</summary>
    private static void WriteLogprobs(Utf8JsonWriter writer, Options options)
    {
        if (!LogprobsWish.TryTake(options, out var most)) return;
        writer.WriteBoolean("logprobs"u8, true);
        if (most is { } count) writer.WriteRaw("top_logprobs"u8, count.Element);
    }
}
