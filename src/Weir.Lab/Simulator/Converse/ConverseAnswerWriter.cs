using System.Buffers;
using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Messages;

namespace Weir.Lab.Simulator.Converse;

/// <summary>Says an answer as Converse does.</summary>
internal sealed class ConverseAnswerWriter : IAnswerWriter
{
    public IEventFraming Framing(Exchange exchange) => new AwsEventFraming();

    public IAnswerEvents Events(Exchange exchange, ChatAnswer answer, EventWriter output) => new ConverseEvents(exchange, answer, output);

    public void WritePlain(IBufferWriter<byte> output, ChatAnswer answer)
    {
        var choice = answer.Choices[0];
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        WriteMore(writer, answer, choice);
        WriteMetrics(writer, answer);
        writer.WriteStartObject("output");
        writer.WriteStartObject("message");
        writer.WriteStartArray("content");
        if (choice.Thinking.Count > 0)
            WriteReasoning(writer, answer, choice);
        if (choice.Tokens.Count > 0)
        {
            writer.WriteStartObject();
            writer.WriteString("text", choice.Text);
            writer.WriteEndObject();
        }

        foreach (var call in choice.Calls)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("toolUse");
            MessagesAnswerWriter.WriteArguments(writer, "input", call);
            writer.WriteString("name", call.Name);
            writer.WriteString("toolUseId", CallId(call));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("role", "assistant");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteString("stopReason", StopReason(choice));
        WriteUsage(writer, answer.Usage);
        writer.WriteEndObject();
    }

    public static string CallId(ToolCall call) => "tooluse_" + call.Key;

    public static string StopReason(ChatChoice choice) => choice.FinishReason switch
    {
        "length" => "max_tokens",
        "tool_calls" => "tool_use",
        _ => choice.StopSequence is null ? "end_turn" : "stop_sequence",
    };

    /// <summary>The stop sequence is told only to those who ask for it by its path.</summary>
    public static void WriteMore(Utf8JsonWriter writer, ChatAnswer answer, ChatChoice choice)
    {
        if (!answer.Request.Root.TryGetProperty("additionalModelResponseFieldPaths", out var paths) || paths.ValueKind != JsonValueKind.Array
            || paths.EnumerateArray().All(path => path.GetString() != "/stop_sequence"))
        {
            return;
        }

        writer.WriteStartObject("additionalModelResponseFields");
        writer.WriteString("stop_sequence", choice.StopSequence);
        writer.WriteEndObject();
    }

    public static void WriteMetrics(Utf8JsonWriter writer, ChatAnswer answer)
    {
        writer.WriteStartObject("metrics");
        writer.WriteNumber("latencyMs", (long)answer.Latency.TotalMilliseconds);
        writer.WriteEndObject();
    }

    public static void WriteUsage(Utf8JsonWriter writer, ChatUsage? usage)
    {
        if (usage is null)
            return;
        writer.WriteStartObject("usage");
        writer.WriteNumber("inputTokens", usage.Uncached);
        writer.WriteNumber("outputTokens", usage.Completion);
        writer.WriteNumber("totalTokens", usage.Total);
        writer.WriteNumber("cacheReadInputTokens", usage.Cached);
        writer.WriteNumber("cacheWriteInputTokens", usage.CacheWritten);
        writer.WriteEndObject();
    }

    private static void WriteReasoning(Utf8JsonWriter writer, ChatAnswer answer, ChatChoice choice)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("reasoningContent");
        writer.WriteStartObject("reasoningText");
        writer.WriteString("signature", answer.Seal.Sign(ConverseBlocks.Purpose, choice.ThinkingText));
        writer.WriteString("text", choice.ThinkingText);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
