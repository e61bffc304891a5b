using System.Buffers;
using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Validation;

namespace Weir.Lab.Simulator.Chat;

/// <summary>Writes the plain answer, <c>chat.completion</c>.</summary>
internal static class CompletionWriter
{
    public const string Fingerprint = "fp_weir_simulator";

    public static void Write(IBufferWriter<byte> output, ChatAnswer answer)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteString("id", answer.Id);
        writer.WriteString("object", "chat.completion");
        writer.WriteNumber("created", answer.Created);
        writer.WriteString("model", answer.Request.Model);
        writer.WriteStartArray("choices");
        foreach (var choice in answer.Choices)
            WriteChoice(writer, choice, answer.Request);
        writer.WriteEndArray();
        if (answer.Usage is { } usage)
            UsageWriter.Write(writer, usage);
        writer.WriteString("service_tier", answer.Request.ServiceTier);
        writer.WriteString("system_fingerprint", Fingerprint);
        foreach (var property in answer.Request.Root.EnumerateObject())
        {
            if (property.Name.StartsWith(ChatFields.EchoPrefix, StringComparison.Ordinal))
                property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatChoice choice, ChatRequest request)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", choice.Index);
        writer.WriteStartObject("message");
        writer.WriteString("role", "assistant");
        if (choice.Calls.Count > 0)
        {
            writer.WriteNull("content");
            WriteCalls(writer, choice.Calls);
        }
        else
        {
            writer.WriteString("content", choice.Text);
        }

        writer.WriteNull("refusal");
        writer.WriteStartArray("annotations");
        writer.WriteEndArray();
        writer.WriteEndObject();
        if (request.Logprobs && choice.Calls.Count == 0)
            LogprobWriter.Write(writer, choice.Tokens, request.TopLogprobs);
        else
            writer.WriteNull("logprobs");
        writer.WriteString("finish_reason", choice.FinishReason);
        writer.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter writer, IReadOnlyList<ToolCall> calls)
    {
        writer.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            writer.WriteString("id", call.Id);
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", call.Name);
            writer.WriteString("arguments", call.Json);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
