namespace Weir.Gateway.Limits;

/// <summary>What was counted since 0:00 UTC.</summary>
/// <param name="limit">1 or more.</param>
internal sealed class DayWindow(long limit) : RateWindow(limit)
{
    private long _day;

    /// <inheritdoc/>
    protected override long Current => _day;

    /// <summary>
    /// A clock that is put back takes what is counted with it, so that it cannot be put forward and back to have the day twice, and
    /// a day that only seemed to have come does not last until it comes.
    /// </summary>
    protected override void MoveTo(Moment now)
    {
        var day = now.Utc.UtcTicks / TimeSpan.TicksPerDay;
        if (day > _day) Total = 0;
        _day = day;
    }

    /// <inheritdoc/>
    protected override void Add(long amount) => Total += amount;

    /// <inheritdoc/>
    protected override void AddForeign(long amount, TimeSpan reset, Moment now) => Total += amount;

    /// <inheritdoc/>
    protected override void TakeBack(long bucket, long amount)
    {
        if (bucket == _day) Total -= Math.Min(amount, Total);
    }

    /// <inheritdoc/>
    protected override TimeSpan Longest(Moment now) => TimeSpan.FromTicks(TimeSpan.TicksPerDay - (now.Utc.UtcTicks % TimeSpan.TicksPerDay));

    /// <inheritdoc/>
    protected override TimeSpan UntilFree(long missing, Moment now) => Longest(now);
}
