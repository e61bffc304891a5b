using System.Buffers;
using System.Diagnostics.Tracing;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>Counts how many buffers the whole process has rented from the shared pools and not given back since it began to look.</summary>
internal sealed class PoolWatch : EventListener
{
    private const string Source = "System.Buffers.ArrayPoolEventSource";
    private const int Rented = 1;
    private const int Returned = 3;

    private long _out;

    /// <summary>Buffers out. Pools that do not report, those of the server's sockets above all, are not in it.</summary>
    public long Out => Interlocked.Read(ref _out);

    /// <summary>Rents a buffer and gives it back, to see whether the pools report at all.</summary>
    public bool Sees()
    {
        var before = Out;
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        var seen = Out > before;
        ArrayPool<byte>.Shared.Return(buffer);
        return seen;
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source) EnableEvents(eventSource, EventLevel.Verbose);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource.Name != Source) return;
        if (eventData.EventId == Rented) Interlocked.Increment(ref _out);
        else if (eventData.EventId == Returned) Interlocked.Decrement(ref _out);
    }
}
