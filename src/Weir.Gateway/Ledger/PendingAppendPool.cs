using System.Collections.Concurrent;

namespace Weir.Gateway.Ledger;

/// <summary>Appends for reuse; what a burst made beyond <paramref name="keep"/> is left to the garbage collector.</summary>
internal sealed class PendingAppendPool(int keep)
{
    private readonly ConcurrentQueue<PendingAppend> _idle = new();
    private int _count;

    public PendingAppend Rent()
    {
        if (!_idle.TryDequeue(out var append)) return new PendingAppend(this);
        Interlocked.Decrement(ref _count);
        return append;
    }

    public void Return(PendingAppend append)
    {
        if (Interlocked.Increment(ref _count) <= keep) _idle.Enqueue(append);
        else Interlocked.Decrement(ref _count);
    }
}
