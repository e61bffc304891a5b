using System.Buffers;
using System.Text.Json;
using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator.Messages;

/// <summary>Says an answer as a message of Anthropic's.</summary>
internal sealed class MessagesAnswerWriter : IAnswerWriter
{
    public IEventFraming Framing(Exchange exchange) => new ServerSentEvents(exchange);

    public IAnswerEvents Events(Exchange exchange, ChatAnswer answer, EventWriter output) => new MessagesEvents(exchange, answer, output);

    public void WritePlain(IBufferWriter<byte> output, ChatAnswer answer)
    {
        var choice = answer.Choices[0];
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        WriteHead(writer, answer);
        writer.WriteStartArray("content");
        if (choice.Thinking.Count > 0)
            WriteThinking(writer, answer, choice);
        if (choice.Tokens.Count > 0)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "text");
            writer.WriteString("text", choice.Text);
            writer.WriteEndObject();
        }

        foreach (var call in choice.Calls)
            WriteCall(writer, call);
        writer.WriteEndArray();
        WriteStop(writer, choice);
        WriteContextManagement(writer, answer);
        if (answer.Usage is { } usage)
        {
            writer.WriteStartObject("usage");
            WriteInput(writer, usage);
            WriteOutput(writer, usage.Completion, usage.Reasoning);
            writer.WriteString("service_tier", "standard");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public static void WriteHead(Utf8JsonWriter writer, ChatAnswer answer)
    {
        writer.WriteString("id", answer.Id);
        writer.WriteString("type", "message");
        writer.WriteString("role", "assistant");
        writer.WriteString("model", answer.Request.Model);
    }

    public static void WriteStop(Utf8JsonWriter writer, ChatChoice choice)
    {
        writer.WriteString("stop_reason", choice.FinishReason switch
        {
            "length" => "max_tokens",
            "tool_calls" => "tool_use",
            _ => choice.StopSequence is null ? "end_turn" : "stop_sequence",
        });
        writer.WriteString("stop_sequence", choice.StopSequence);
    }

    /// <summary>Nothing had to be edited away, and the client that asked for edits hears so.</summary>
    public static void WriteContextManagement(Utf8JsonWriter writer, ChatAnswer answer)
    {
        if (!answer.Request.Root.TryGetProperty("context_management", out var asked) || asked.ValueKind != JsonValueKind.Object)
            return;
        writer.WriteStartObject("context_management");
        writer.WriteStartArray("applied_edits");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteInput(Utf8JsonWriter writer, ChatUsage usage)
    {
        writer.WriteNumber("input_tokens", usage.Uncached);
        writer.WriteNumber("cache_creation_input_tokens", usage.CacheWritten);
        writer.WriteNumber("cache_read_input_tokens", usage.Cached);
        writer.WriteStartObject("cache_creation");
        writer.WriteNumber("ephemeral_5m_input_tokens", usage.CacheWritten);
        writer.WriteNumber("ephemeral_1h_input_tokens", 0);
        writer.WriteEndObject();
    }

    public static void WriteOutput(Utf8JsonWriter writer, int tokens, int thinking)
    {
        writer.WriteNumber("output_tokens", tokens);
        writer.WriteStartObject("output_tokens_details");
        writer.WriteNumber("thinking_tokens", thinking);
        writer.WriteEndObject();
    }

    public static string CallId(ToolCall call) => "toolu_" + call.Key;

    /// <summary>Arguments that the limit of tokens has cut are no JSON; what the API then gives is an empty object.</summary>
    public static void WriteArguments(Utf8JsonWriter writer, string name, ToolCall call)
    {
        writer.WritePropertyName(name);
        try
        {
            using var parsed = JsonDocument.Parse(call.Json);
            parsed.RootElement.WriteTo(writer);
        }
        catch (JsonException)
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
    }

    private static void WriteThinking(Utf8JsonWriter writer, ChatAnswer answer, ChatChoice choice)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "thinking");
        writer.WriteString("thinking", answer.Request.HidesThinking ? "" : choice.ThinkingText);
        writer.WriteString("signature", answer.Seal.Sign(BlockReader.Purpose, choice.ThinkingText));
        writer.WriteEndObject();
    }

    /// <summary>The model itself calls, not a program that it wrote.</summary>
    public static void WriteCaller(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("caller");
        writer.WriteString("type", "direct");
        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, ToolCall call)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "tool_use");
        writer.WriteString("id", CallId(call));
        writer.WriteString("name", call.Name);
        WriteArguments(writer, "input", call);
        WriteCaller(writer);
        writer.WriteEndObject();
    }
}
