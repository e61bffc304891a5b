namespace Weir.Gateway.Limits;

/// <summary>What a call adds to what is used of a limit per day.</summary>
/// <param name="Subject">Whose limit it is.</param>
/// <param name="Unit">Which of its numbers, as it is configured: <c>tokens_per_day</c>.</param>
/// <param name="Day">Days since the Unix epoch, in UTC.</param>
/// <param name="Amount">How much, more than 0.</param>
internal readonly record struct LimitDayCount(LimitSubject Subject, string Unit, long Day, long Amount)
{
    /// <summary>The day of a time.</summary>
    public static long DayOf(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerDay;
}
