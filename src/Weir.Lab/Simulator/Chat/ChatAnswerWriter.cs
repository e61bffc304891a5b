using System.Buffers;
using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator.Chat;

/// <summary>Says an answer as a chat completion.</summary>
internal sealed class ChatAnswerWriter : IAnswerWriter
{
    public IEventFraming Framing(Exchange exchange) => new ServerSentEvents(exchange);

    public void WritePlain(IBufferWriter<byte> output, ChatAnswer answer) => CompletionWriter.Write(output, answer);

    public IAnswerEvents Events(Exchange exchange, ChatAnswer answer, EventWriter output) => new ChatEvents(exchange, answer, output);
}
