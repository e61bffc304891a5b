using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger;

/// <summary>
/// A queue for many producers and one consumer, which always takes everything. A stack of links that one exchange empties
/// and the consumer turns around: pushing allocates nothing, never blocks, and wakes the consumer only if it sleeps.
/// </summary>
internal sealed class AppendQueue
{
    // What the head holds instead of a link: the consumer sleeps, or takes nothing any more.
    private static readonly PendingAppend Asleep = new(null!);
    private static readonly PendingAppend Closed = new(null!);

    private readonly WakeSignal _signal = new();
    private PendingAppend? _head;

    /// <returns>False when the queue is closed.</returns>
    public bool TryPush(PendingAppend append)
    {
        var head = Volatile.Read(ref _head);
        while (true)
        {
            if (head == Closed) return false;
            append.Next = head == Asleep ? null : head;
            var seen = Interlocked.CompareExchange(ref _head, append, head);
            if (seen == head) break;
            head = seen;
        }

        if (head == Asleep) _signal.Set();
        return true;
    }

    /// <summary>Everything that waits, oldest first, linked by <see cref="PendingAppend.Next"/>; null when there is nothing.</summary>
    public PendingAppend? TakeAll() => OldestFirst(Interlocked.Exchange(ref _head, null));

    /// <summary>Like <see cref="TakeAll"/>, and every later push is refused. Final: <see cref="TakeAll"/> would open it again.</summary>
    public PendingAppend? Close() => OldestFirst(Interlocked.Exchange(ref _head, Closed));

    /// <summary>Sleeps until something is pushed or <see cref="Wake"/> is called; may return early.</summary>
    public void Sleep()
    {
        if (Interlocked.CompareExchange(ref _head, Asleep, null) is not null) return;
        _signal.Wait();
        Interlocked.CompareExchange(ref _head, null, Asleep);
    }

    /// <summary>Sleeps until <see cref="Wake"/> is called, whatever is pushed; may return early.</summary>
    public void SleepUntilWoken() => _signal.Wait();

    /// <summary>The same for a while at most.</summary>
    public void SleepUntilWoken(TimeSpan most) => _signal.Wait(most);

    public void Wake() => _signal.Set();

    private static PendingAppend? OldestFirst(PendingAppend? newest)
    {
        if (newest == Asleep || newest == Closed) return null;
        PendingAppend? oldest = null;
        while (newest is not null) (newest.Next, oldest, newest) = (oldest, newest, newest.Next);
        return oldest;
    }
}
