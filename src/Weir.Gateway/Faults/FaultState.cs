namespace Weir.Gateway.Faults;

/// <summary>A fault's life: when it begins and ends, and how often it acted. Counting is for any thread.</summary>
/// <param name="model">What it is.</param>
/// <param name="seenAt">When it became known: <c>for</c> counts from here, or from its <c>from</c>.</param>
/// <param name="by">Who started it over the admin API; null for the configuration's.</param>
internal sealed class FaultState(FaultModel model, DateTimeOffset seenAt, string? by)
{
    /// <summary>Between two log messages about the same fault being held back.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private long _injected;
    private long _skipped;
    private long _saidAt;
    private volatile bool _isStopped;

    public FaultModel Model { get; } = model;

    public string? By { get; } = by;

    /// <summary>May lie in the past.</summary>
    public DateTimeOffset StartsAt { get; } = model.From ?? seenAt;

    /// <summary>Null for one that lasts until the configuration says otherwise.</summary>
    public DateTimeOffset? EndsAt => Model.Until ?? (Model.For is { } lasts ? StartsAt + lasts : null);

    /// <summary>Attempts that it touched.</summary>
    public long Injected => Volatile.Read(ref _injected);

    /// <summary>Attempts that it would have touched, had the blast cap not held it back.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    public FaultPhase PhaseAt(DateTimeOffset now)
    {
        if (_isStopped) return FaultPhase.Stopped;
        if (EndsAt <= now) return FaultPhase.Over;
        return StartsAt <= now ? FaultPhase.Active : FaultPhase.Waiting;
    }

    /// <summary>Ends it before its time.</summary>
    public void Stop() => _isStopped = true;

    public void CountInjected() => Interlocked.Increment(ref _injected);

    /// <returns>Whether it is time to say so in the log.</returns>
    public bool CountSkipped(DateTimeOffset now)
    {
        Interlocked.Increment(ref _skipped);
        var said = Volatile.Read(ref _saidAt);
        return now.UtcTicks - said >= Quiet.Ticks && Interlocked.CompareExchange(ref _saidAt, now.UtcTicks, said) == said;
    }
}
