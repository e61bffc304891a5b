using System.Buffers;
using System.Text;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator.Answers;

/// <summary>Frames events as <c>data: …</c>, with a name before it in the dialects that name them.</summary>
internal sealed class ServerSentEvents(Exchange exchange) : IEventFraming
{
    private readonly bool _crlf = exchange.Has(FaultKind.Crlf);

    public void Frame(IBufferWriter<byte> output, string? name, ReadOnlySpan<byte> data)
    {
        if (_crlf)
            output.Write(": keep-alive\r\n\r\n"u8);
        if (name is not null)
        {
            output.Write("event: "u8);
            Encoding.UTF8.GetBytes(name, output);
            output.Write(_crlf ? "\r\n"u8 : "\n"u8);
        }

        output.Write("data: "u8);
        output.Write(data);
        output.Write(_crlf ? "\r\n\r\n"u8 : "\n\n"u8);
    }
}
