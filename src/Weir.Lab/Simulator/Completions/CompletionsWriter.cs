using System.Buffers;
using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Chat;

namespace Weir.Lab.Simulator.Completions;

/// <summary>Says an answer as a <c>text_completion</c>; the chunks of its stream have the same form.</summary>
internal sealed class CompletionsWriter : IAnswerWriter
{
    public IEventFraming Framing(Exchange exchange) => new ServerSentEvents(exchange);

    public IAnswerEvents Events(Exchange exchange, ChatAnswer answer, EventWriter output) => new CompletionsEvents(exchange, answer, output);

    public void WritePlain(IBufferWriter<byte> output, ChatAnswer answer)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        WriteHead(writer, answer);
        writer.WriteStartArray("choices");
        foreach (var choice in answer.Choices)
            WriteChoice(writer, choice.Index, choice.Text, choice.FinishReason);
        writer.WriteEndArray();
        if (answer.Usage is { } usage)
            UsageWriter.Write(writer, usage);
        writer.WriteEndObject();
    }

    public static void WriteHead(Utf8JsonWriter writer, ChatAnswer answer)
    {
        writer.WriteString("id", answer.Id);
        writer.WriteString("object", "text_completion");
        writer.WriteNumber("created", answer.Created);
        writer.WriteString("model", answer.Request.Model);
        writer.WriteString("system_fingerprint", CompletionWriter.Fingerprint);
    }

    public static void WriteChoice(Utf8JsonWriter writer, int index, string text, string? finish)
    {
        writer.WriteStartObject();
        writer.WriteString("text", text);
        writer.WriteNumber("index", index);
        writer.WriteNull("logprobs");
        writer.WriteString("finish_reason", finish);
        writer.WriteEndObject();
    }
}
