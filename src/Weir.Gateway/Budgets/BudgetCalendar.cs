namespace Weir.Gateway.Budgets;

/// <summary>When a budget's windows begin and end. Times are microseconds since the Unix epoch.</summary>
/// <param name="Period">How long a window is.</param>
/// <param name="Zone">Where its days begin.</param>
/// <param name="Rolling">For how long what was spent counts, where <paramref name="Period"/> is <see cref="BudgetPeriod.Rolling"/>.</param>
internal sealed record BudgetCalendar(BudgetPeriod Period, TimeZoneInfo Zone, TimeSpan Rolling)
{
    /// <summary>In how many parts a rolling window moves on: what was spent counts for up to one part longer than it has to.</summary>
    private const int Parts = 96;

    private const long MicrosPerMinute = 60_000_000;
    private const long MicrosPerHour = 60 * MicrosPerMinute;

    /// <summary>The window that a call is in. That of a rolling one is one part of it.</summary>
    /// <param name="at">When the call came.</param>
    public BudgetWindow WindowAt(long at)
    {
        if (Period == BudgetPeriod.Lifetime) return new BudgetWindow(0, long.MaxValue);
        if (Period == BudgetPeriod.Rolling)
        {
            var part = PartMicros;
            return new BudgetWindow(at - (at % part), at - (at % part) + part);
        }
        if (Period == BudgetPeriod.Hour)
        {
            // By the zone's usual time: hours by clocks that are changed by half an hour, as on Lord Howe Island, would overlap.
            var start = at - ((at + (Zone.BaseUtcOffset.Ticks / TimeSpan.TicksPerMicrosecond)) % MicrosPerHour);
            return new BudgetWindow(start, start + MicrosPerHour);
        }
        var (first, next) = DaysOf(TimeZoneInfo.ConvertTime(TimeOf(at), Zone).Date);
        // Where clocks are put back over midnight the day begins twice, and what is between the two counts in one of the days only.
        if (at >= MidnightOf(next)) (first, next) = DaysOf(next);
        else if (at < MidnightOf(first)) (first, next) = DaysOf(first.AddDays(-1));
        return new BudgetWindow(MidnightOf(first), MidnightOf(next));
    }

    /// <summary>How long the parts of a rolling window are.</summary>
    public long PartMicros => Math.Max(MicrosPerMinute, RollingMicros / Parts);

    /// <summary>For how long what was spent counts in a rolling window.</summary>
    public long RollingMicros => Rolling.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>When what was spent in a part of a rolling window counts no more.</summary>
    public long EndOfPart(long start) => start + PartMicros + RollingMicros;

    /// <summary>The first moment that anything counts of which counts now.</summary>
    public long CountsSince(long now) => Period == BudgetPeriod.Rolling ? WindowAt(Math.Max(0, now - RollingMicros)).Start : WindowAt(now).Start;

    private (DateTime First, DateTime Next) DaysOf(DateTime day) => Period switch
    {
        BudgetPeriod.Week when day.AddDays(-(((int)day.DayOfWeek + 6) % 7)) is var monday => (monday, monday.AddDays(7)),
        BudgetPeriod.Month when new DateTime(day.Year, day.Month, 1) is var first => (first, first.AddMonths(1)),
        _ => (day, day.AddDays(1)),
    };

    /// <summary>
    /// When a day begins. Where clocks are put forward at midnight that is later, and where they are put back the first of the two. Asked of the
    /// zone in the one direction that has one answer: which time it is at a moment.
    /// </summary>
    private long MidnightOf(DateTime day)
    {
        var guess = (day.Ticks - Zone.GetUtcOffset(day).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        if (HasBegun(day, guess) && !HasBegun(day, guess - 1)) return guess;
        var (before, after) = (guess - (48 * MicrosPerHour), guess + (48 * MicrosPerHour));
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            if (HasBegun(day, middle)) after = middle;
            else before = middle;
        }
        return after;
    }

    private bool HasBegun(DateTime day, long at) => TimeZoneInfo.ConvertTime(TimeOf(at), Zone).DateTime >= day;

    private static DateTimeOffset TimeOf(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
