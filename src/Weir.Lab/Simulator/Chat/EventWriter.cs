using System.Buffers;
using System.IO.Pipelines;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator.Chat;

/// <summary>Frames events as <c>data: …</c>, in the damaged or unusual ways that a fault may ask for.</summary>
internal sealed class EventWriter(Exchange exchange)
{
    private const int FlushAt = 8 * 1024;

    private readonly PipeWriter _output = exchange.Http.Response.BodyWriter;
    private readonly bool _crlf = exchange.Has(FaultKind.Crlf);
    private int _events;
    private int _pending;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, bool flush)
    {
        _events++;
        if (exchange.Has(FaultKind.Malformed) && exchange.Fault!.Count == _events)
            data = PlainBody.Break(data);
        if (exchange.Has(FaultKind.Split))
        {
            var whole = new ArrayBufferWriter<byte>(data.Length + 16);
            Frame(whole, data.Span);
            await PlainBody.WriteSplitAsync(exchange, whole.WrittenMemory, exchange.Fault!.Count);
            return;
        }

        Frame(_output, data.Span);
        _pending += data.Length;
        if (flush || _pending >= FlushAt)
            await FlushAsync();
    }

    /// <summary>Half of an event, and nothing after it.</summary>
    public async ValueTask WriteHalfAsync(ReadOnlyMemory<byte> data)
    {
        _output.Write("data: "u8);
        _output.Write(data.Span[..(data.Length / 2)]);
        await FlushAsync();
    }

    public async ValueTask FlushAsync()
    {
        _pending = 0;
        await _output.FlushAsync(exchange.Aborted);
        exchange.Aborted.ThrowIfCancellationRequested();
    }

    private void Frame(IBufferWriter<byte> output, ReadOnlySpan<byte> data)
    {
        if (_crlf)
            output.Write(": keep-alive\r\n\r\n"u8);
        output.Write("data: "u8);
        output.Write(data);
        output.Write(_crlf ? "\r\n\r\n"u8 : "\n\n"u8);
    }
}
