namespace Weir.Gateway.Tests.Leases;

/// <summary>The clocks of one machine in a simulated world: both go at a speed of their own, and one of them is wrong now and then.</summary>
/// <param name="trueTime">The time that it really is.</param>
/// <param name="speed">How fast they go.</param>
internal sealed class LeaseWorldClock(Func<TimeSpan> trueTime, double speed) : TimeProvider
{
    private TimeSpan _missed;
    private TimeSpan? _suspended;

    /// <summary>How wrong the clock on the wall is.</summary>
    public TimeSpan Error { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (long)(((_suspended ?? trueTime()) - _missed).Ticks * speed);

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddTicks((long)(trueTime().Ticks * speed)) + Error;

    /// <summary>The machine is suspended: its monotonic clock stands still.</summary>
    public void Suspend() => _suspended = trueTime();

    /// <summary>It goes on. Its other clock is right again.</summary>
    public void Resume()
    {
        if (_suspended is { } since) _missed += trueTime() - since;
        _suspended = null;
    }
}
