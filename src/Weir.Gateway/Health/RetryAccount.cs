using Weir.Statistics;

namespace Weir.Gateway.Health;

/// <summary>The retry budget of one tenant at one provider, or of all tenants there. Safe for use by several threads.</summary>
/// <param name="fewest">Retries within the window that are always allowed.</param>
internal sealed class RetryAccount(int fewest)
{
    private const int Buckets = 20;

    /// <summary>What is forgotten is forgotten a bucket at a time: calls within the window, retries not before its end, so that it holds over any stretch as long.</summary>
    private readonly SlidingCounts _calls = new(RetryBudget.Window, Buckets);
    private readonly SlidingCounts _retries = new(RetryBudget.Window * (Buckets + 1) / Buckets, Buckets + 1);
    private readonly Lock _lock = new();

    /// <summary>Counts an original call.</summary>
    public void Deposit(TimeSpan now)
    {
        lock (_lock) _calls.Add(now, 1, 0);
    }

    /// <summary>Counts a retry, if there is one left: of the share, or of those that are always allowed.</summary>
    public bool TryWithdraw(TimeSpan now)
    {
        lock (_lock)
        {
            if (!HasLeftAt(now)) return false;
            _retries.Add(now, 1, 0);
            return true;
        }
    }

    /// <summary>Counts a retry whether or not there is one left.</summary>
    public void Withdraw(TimeSpan now)
    {
        lock (_lock) _retries.Add(now, 1, 0);
    }

    /// <summary>Whether there is a retry left.</summary>
    public bool HasLeft(TimeSpan now)
    {
        lock (_lock) return HasLeftAt(now);
    }

    /// <summary>Whether nothing has happened within the window.</summary>
    public bool IsIdleAt(TimeSpan now)
    {
        lock (_lock)
        {
            _calls.MoveTo(now);
            _retries.MoveTo(now);
            return _calls.Trials == 0 && _retries.Trials == 0;
        }
    }

    private bool HasLeftAt(TimeSpan now)
    {
        _calls.MoveTo(now);
        _retries.MoveTo(now);
        // Not the sum of both: the floor is for tenants with few calls, and must not add to the share of those with many.
        return _retries.Trials + 1 <= Math.Max(_calls.Trials * RetryBudget.Share, fewest);
    }
}
