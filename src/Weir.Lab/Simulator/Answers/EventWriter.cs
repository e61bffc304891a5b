using System.Buffers;
using System.IO.Pipelines;
using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Simulator.Answers;

/// <summary>Sends events in their frames, in the damaged or unusual ways that a fault may ask for.</summary>
internal sealed class EventWriter(Exchange exchange, IEventFraming framing)
{
    private const int FlushAt = 8 * 1024;

    private readonly PipeWriter _output = exchange.Http.Response.BodyWriter;
    private int _events;
    private int _pending;
    private bool _halveNext;

    /// <summary>An event was broken off: whatever comes now is dropped.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The next event is broken off in its middle, and nothing comes after it.</summary>
    public void HalveNext() => _halveNext = true;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, bool flush, string? name = null)
    {
        if (IsBroken)
            return;
        _events++;
        if (exchange.Has(FaultKind.StrayEvent) && exchange.Fault!.Count == _events)
            framing.Frame(_output, name, PlainBody.Break(data));
        if (exchange.Has(FaultKind.Malformed) && exchange.Fault!.Count == _events)
            data = PlainBody.Break(data);
        if (_halveNext || exchange.Has(FaultKind.Split))
        {
            var whole = new ArrayBufferWriter<byte>(data.Length + 16);
            framing.Frame(whole, name, data.Span);
            await WriteDamagedAsync(whole.WrittenMemory);
            return;
        }

        framing.Frame(_output, name, data.Span);
        _pending += data.Length;
        if (flush || _pending >= FlushAt)
            await FlushAsync();
    }

    public async ValueTask EndAsync()
    {
        if (!IsBroken)
            framing.End(_output);
        await FlushAsync();
    }

    public async ValueTask FlushAsync()
    {
        _pending = 0;
        await _output.FlushAsync(exchange.Aborted);
        exchange.Aborted.ThrowIfCancellationRequested();
    }

    private async ValueTask WriteDamagedAsync(ReadOnlyMemory<byte> whole)
    {
        if (!_halveNext)
        {
            await PlainBody.WriteSplitAsync(exchange, whole, exchange.Fault!.Count);
            return;
        }

        IsBroken = true;
        _output.Write(whole.Span[..(whole.Length / 2)]);
        await FlushAsync();
    }
}
