namespace Weir.Gateway.Leases;

/// <summary>A moment, by both clocks of a machine.</summary>
internal sealed record LeaseInstant(long Ticks, DateTimeOffset Wall)
{
    public static LeaseInstant Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow());

    /// <summary>
    /// The most that can have passed since. The monotonic clock stands still while a machine is suspended, and the other one is set now
    /// and then: one that errs makes a holder stop too early, and never too late.
    /// </summary>
    public TimeSpan AtMostSince(TimeProvider time)
    {
        var (monotonic, wall) = (AtLeastSince(time), time.GetUtcNow() - Wall);
        return monotonic > wall ? monotonic : wall;
    }

    /// <summary>What has passed since for sure.</summary>
    public TimeSpan AtLeastSince(TimeProvider time) => time.GetElapsedTime(Ticks);
}
