using Weir.Statistics;

namespace Weir.Gateway.Health;

/// <summary>The retry budget of one tenant at one provider. Safe for use by several threads.</summary>
internal sealed class RetryAccount
{
    // Trials are original calls, hits are retries.
    private readonly SlidingCounts _window = new(RetryBudget.Window, 20);
    private readonly SlidingCounts _second = new(TimeSpan.FromSeconds(1), 10);
    private readonly Lock _lock = new();

    /// <summary>Counts an original call.</summary>
    public void Deposit(TimeSpan now)
    {
        lock (_lock) _window.Add(now, 1, 0);
    }

    /// <summary>Counts a retry, if there is one left: of the share, or of those that are always allowed.</summary>
    public bool TryWithdraw(TimeSpan now)
    {
        lock (_lock)
        {
            _window.MoveTo(now);
            _second.MoveTo(now);
            // Not the sum of both: the floor is for tenants with few calls, and must not add to the share of those with many.
            var hasFloor = _second.Hits < RetryBudget.FewestPerSecond && _window.Hits < RetryBudget.FewestPerSecond * RetryBudget.Window.TotalSeconds;
            if (_window.Hits + 1 > _window.Trials * RetryBudget.Share && !hasFloor) return false;
            _window.Add(now, 0, 1);
            _second.Add(now, 0, 1);
            return true;
        }
    }

    /// <summary>Whether nothing has happened within the window.</summary>
    public bool IsIdleAt(TimeSpan now)
    {
        lock (_lock)
        {
            _window.MoveTo(now);
            return _window is { Trials: 0, Hits: 0 };
        }
    }
}
