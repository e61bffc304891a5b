using System.Buffers;

namespace Weir.Lab.Simulator.Answers;

/// <summary>Says an answer in one dialect.</summary>
internal interface IAnswerWriter
{
    /// <summary>How the events of a stream are framed.</summary>
    IEventFraming Framing(Exchange exchange);

    void WritePlain(IBufferWriter<byte> output, ChatAnswer answer);

    IAnswerEvents Events(Exchange exchange, ChatAnswer answer, EventWriter output);
}
