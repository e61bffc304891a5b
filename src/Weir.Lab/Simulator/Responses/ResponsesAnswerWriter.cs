using System.Buffers;
using System.Text.Json;
using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator.Responses;

/// <summary>Says an answer as a response of OpenAI's.</summary>
internal sealed class ResponsesAnswerWriter : IAnswerWriter
{
    public IEventFraming Framing(Exchange exchange) => new ServerSentEvents(exchange);

    public IAnswerEvents Events(Exchange exchange, ChatAnswer answer, EventWriter output) => new ResponsesEvents(exchange, answer, output);

    public void WritePlain(IBufferWriter<byte> output, ChatAnswer answer) => Write(output, answer, Progress.Whole);

    public static void Write(IBufferWriter<byte> output, ChatAnswer answer, Progress progress)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        ResponseWriter.WriteMembers(writer, answer, progress);
        writer.WriteEndObject();
    }
}
