using Weir.Statistics;

namespace Weir.Gateway.Health;

/// <summary>The retry budget of one tenant at one provider. Safe for use by several threads.</summary>
internal sealed class RetryAccount
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
            _calls.MoveTo(now);
            _retries.MoveTo(now);
            // Not the sum of both: the floor is for tenants with few calls, and must not add to the share of those with many.
            if (_retries.Trials + 1 > Math.Max(_calls.Trials * RetryBudget.Share, RetryBudget.Fewest)) return false;
            _retries.Add(now, 1, 0);
            return true;
        }
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
}
