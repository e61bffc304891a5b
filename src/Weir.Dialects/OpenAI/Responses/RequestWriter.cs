using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Writes a request for <c>/v1/responses</c>.</summary>
internal static class RequestWriter
{
    /// <summary>The smallest limit that OpenAI accepts.</summary>
    private const int SmallestLimit = 16;

    public static void Write(Conversation conversation, ProviderTarget target, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, RawJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("model"u8, target.Model);
        InputWriter.Write(writer, conversation);
        ToolWriter.Write(writer, conversation, isOwnDialect: conversation.ClientDialect == Dialect.Responses);
        if (conversation.ParallelToolCalls is { } parallel) writer.WriteBoolean("parallel_tool_calls"u8, parallel);
        if (conversation.OutputLimit is { } limit) WriteLimit(writer, conversation, limit);
        WriteText(writer, conversation);
        WriteReasoning(writer, conversation);
        // Weir leaves no state at a provider behind a translation: what was said has to be where the client expects it.
        writer.WriteBoolean("store"u8, false);
        if (conversation.Stream) writer.WriteBoolean("stream"u8, true);
        WriteOptions(writer, conversation);
        writer.WriteEndObject();
    }

    /// <summary>Whoever wants less than can be asked for gets less: the answer is cut on its way back.</summary>
    private static void WriteLimit(Utf8JsonWriter writer, Conversation conversation, int limit)
    {
        if (limit < SmallestLimit) conversation.CutsAfter = limit;
        writer.WriteNumber("max_output_tokens"u8, Math.Max(limit, SmallestLimit));
    }

    private static void WriteText(Utf8JsonWriter writer, Conversation conversation)
    {
        var verbosity = conversation.Options.TryTake("verbosity", out var wanted) ? wanted.Element : (JsonElement?)null;
        if (verbosity is null && conversation.Format is null) return;
        writer.WriteStartObject("text"u8);
        if (conversation.Format is { } format) WriteFormat(writer, format);
        if (verbosity is { } word) writer.WriteRaw("verbosity"u8, word);
        writer.WriteEndObject();
    }

    private static void WriteFormat(Utf8JsonWriter writer, AnswerFormat format)
    {
        writer.WriteStartObject("format"u8);
        writer.WriteString("type"u8, format.Schema is null ? "json_object"u8 : "json_schema"u8);
        if (format.Schema is { } schema)
        {
            // A schema without a name comes from a dialect that has none for it.
            if (format.Name is { } name) writer.WriteRaw("name"u8, name);
            else writer.WriteString("name"u8, "answer"u8);
            if (format.Description is { } description) writer.WriteRaw("description"u8, description);
            writer.WriteRaw("schema"u8, schema);
            if (format.Strict is { } strict) writer.WriteBoolean("strict"u8, strict);
        }
        writer.WriteEndObject();
    }

    private static void WriteReasoning(Utf8JsonWriter writer, Conversation conversation)
    {
        if (conversation.Reasoning is not { } reasoning)
        {
            WriteInclude(writer, conversation.Options, thinks: false);
            return;
        }
        var effort = Efforts.Of(reasoning);
        // Where nothing is thought there is nothing to show.
        var shows = reasoning.Shows == true && effort != "none";
        if (effort is not null || shows)
        {
            writer.WriteStartObject("reasoning"u8);
            if (effort is not null) writer.WriteString("effort"u8, effort);
            if (shows) writer.WriteString("summary"u8, "auto"u8);
            writer.WriteEndObject();
        }
        WriteInclude(writer, conversation.Options, thinks: effort != "none");
    }

    /// <summary>Without state at the provider, thoughts go on only when the client carries them.</summary>
    private static void WriteInclude(Utf8JsonWriter writer, Options options, bool thinks)
    {
        var wants = LogprobsWish.TryTake(options, out var most);
        if (!wants && !thinks) return;
        writer.WriteStartArray("include"u8);
        if (thinks) writer.WriteStringValue("reasoning.encrypted_content"u8);
        if (wants) writer.WriteStringValue("message.output_text.logprobs"u8);
        writer.WriteEndArray();
        if (most is { } count) writer.WriteRaw("top_logprobs"u8, count.Element);
    }

    private static void WriteOptions(Utf8JsonWriter writer, Conversation conversation)
    {
        var options = conversation.Options;
        UserNames.Settle(options);
        options.Pass(writer, "temperature", "top_p", "user", "safety_identifier", "metadata", "prompt_cache_key", "prompt_cache_retention",
            "prompt_cache_options", "truncation", "max_tool_calls", "moderation", "client_metadata");
        // Both OpenAI and Anthropic have these, and mean something else by them.
        if (options.TryPeek("service_tier", out var tier) && tier.Element.GetRawText() is "\"auto\"" or "\"default\"" or "\"flex\"" or "\"scale\"" or "\"priority\"" or "\"fast\"")
            options.Pass(writer, "service_tier");
        if (options.TryPeek("context_management", out var management) && management.Kind == JsonValueKind.Array) options.Pass(writer, "context_management");
        if (conversation.Stops.Count > 0) conversation.Reading.Omit(conversation.StopsPath, "OpenAI's Responses API knows no stop sequences");
        options.OmitRest();
    }
}
