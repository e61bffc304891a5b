using System.Threading.Tasks.Sources;

namespace Weir.Gateway.Ledger;

/// <summary>One call on its way to the disk, and the task that its producer awaits. Reused once the producer has seen the end.</summary>
internal sealed class PendingAppend(PendingAppendPool pool) : IValueTaskSource, IThreadPoolWorkItem
{
    // Continuations run where the append is completed: in Execute, on the thread pool.
    private ManualResetValueTaskSourceCore<bool> _core;
    private LedgerException? _failure;

    public CallRecord Call { get; set; } = null!;

    /// <summary>The link of the queue that holds this append, then of the chain that is completed together.</summary>
    public PendingAppend? Next { get; set; }

    /// <summary>To be awaited exactly once.</summary>
    public ValueTask Task => new(this, _core.Version);

    /// <summary>Says how the append ended; <see cref="Execute"/> then tells the producer.</summary>
    /// <param name="failure">Null when it was written.</param>
    public void Settle(LedgerException? failure) => _failure = failure;

    /// <summary>Tells the producers of this append and of those linked to it.</summary>
    public void Execute()
    {
        var append = this;
        while (append is not null)
        {
            // Read before the producer hears of it: from then on the append may be in use again.
            var next = append.Next;
            append.Next = null;
            if (append._failure is { } failure) append._core.SetException(failure);
            else append._core.SetResult(true);
            append = next;
        }
    }

    /// <summary>Gives the object back without anybody having awaited it.</summary>
    public void Release()
    {
        Call = null!;
        Next = null;
        _failure = null;
        _core.Reset();
        pool.Return(this);
    }

    void IValueTaskSource.GetResult(short token)
    {
        try
        {
            _core.GetResult(token);
        }
        finally
        {
            Release();
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
