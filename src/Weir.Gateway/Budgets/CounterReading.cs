namespace Weir.Gateway.Budgets;

/// <summary>What is going on about a counter of which it is not known what stands on disk. Guarded by the lock of the <see cref="BudgetBook"/>.</summary>
internal sealed class CounterReading
{
    private TaskCompletionSource<bool>? _end;

    /// <summary>Whether somebody waits for it to be known.</summary>
    public bool IsWanted => _end is not null;

    /// <summary>Whether it is being read, or about to be.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>Ends with true when it is known, and with false when it could not be read.</summary>
    public Task<bool> End => (_end ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Tells those who wait.</summary>
    public void Tell(bool isKnown)
    {
        _end?.TrySetResult(isKnown);
        (_end, IsUnderWay) = (null, false);
    }
}
