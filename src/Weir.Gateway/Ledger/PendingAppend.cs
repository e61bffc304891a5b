using System.Threading.Tasks.Sources;

namespace Weir.Gateway.Ledger;

/// <summary>One call on its way to the disk, and the task that its producer awaits. Reused once the producer has seen the end.</summary>
internal sealed class PendingAppend(PendingAppendPool pool) : IValueTaskSource
{
    // Continuations are whole request pipelines: they must not run on the writer's thread.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    public CallRecord Call { get; set; } = null!;

    /// <summary>The link of the queue that holds this append.</summary>
    public PendingAppend? Next { get; set; }

    /// <summary>To be awaited exactly once.</summary>
    public ValueTask Task => new(this, _core.Version);

    public void Complete() => _core.SetResult(true);

    public void Fail(LedgerException failure) => _core.SetException(failure);

    /// <summary>Gives the object back without anybody having awaited it.</summary>
    public void Release()
    {
        Call = null!;
        Next = null;
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
