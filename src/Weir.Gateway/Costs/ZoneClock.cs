using System.Globalization;
using System.Text;

namespace Weir.Gateway.Costs;

/// <summary>A time zone's clock over a stretch of time, in a form that SQL can reckon with.</summary>
internal sealed class ZoneClock
{
    private readonly List<(DateTimeOffset From, TimeSpan Offset)> _offsets = [];

    /// <param name="zone">The zone.</param>
    /// <param name="since">The start of the stretch.</param>
    /// <param name="until">The end of the stretch.</param>
    public ZoneClock(TimeZoneInfo zone, DateTimeOffset since, DateTimeOffset until)
    {
        IsUtc = zone.HasSameRules(TimeZoneInfo.Utc);
        _offsets.Add((since, zone.GetUtcOffset(since)));
        if (!zone.SupportsDaylightSavingTime) return;
        // Clocks are changed at full quarters of an hour of UTC, and twice a year at most: days are searched first.
        for (var day = since; day < until; day += TimeSpan.FromDays(1))
        {
            var next = day + TimeSpan.FromDays(1);
            if (zone.GetUtcOffset(next) != zone.GetUtcOffset(day)) _offsets.Add(Change(zone, day, next));
        }
    }

    public bool IsUtc { get; }

    /// <summary>Whether its hours begin when those of UTC do.</summary>
    public bool HasWholeHours => _offsets.TrueForAll(offset => offset.Offset.Ticks % TimeSpan.TicksPerHour == 0);

    /// <summary>SQL for a time on the zone's clock.</summary>
    /// <param name="column">SQL for the time in microseconds since the Unix epoch.</param>
    public string Local(string column) => IsUtc ? column : $"({column} + {ByTime(column, offset => Micros(offset).ToString(CultureInfo.InvariantCulture))})";

    /// <summary>SQL for what is behind a time to tell its offset: <c>Z</c>, <c>+02:00</c>.</summary>
    /// <param name="column">SQL for the time in microseconds since the Unix epoch.</param>
    public string Suffix(string column) => IsUtc ? "'Z'" : ByTime(column, offset => $"'{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}'");

    private string ByTime(string column, Func<TimeSpan, string> write)
    {
        var sql = new StringBuilder("CASE");
        for (var at = 0; at + 1 < _offsets.Count; at++)
            sql.Append(CultureInfo.InvariantCulture, $" WHEN {column} < {Micros(_offsets[at + 1].From - DateTimeOffset.UnixEpoch)} THEN {write(_offsets[at].Offset)}");
        return _offsets.Count == 1 ? write(_offsets[0].Offset) : sql.Append(" ELSE ").Append(write(_offsets[^1].Offset)).Append(" END").ToString();
    }

    private static (DateTimeOffset From, TimeSpan Offset) Change(TimeZoneInfo zone, DateTimeOffset day, DateTimeOffset next)
    {
        var quarter = TimeSpan.FromMinutes(15).Ticks;
        var time = new DateTimeOffset((day.UtcTicks / quarter * quarter) + quarter, TimeSpan.Zero);
        while (time < next && zone.GetUtcOffset(time) == zone.GetUtcOffset(day)) time = time.AddTicks(quarter);
        return (time, zone.GetUtcOffset(next));
    }

    private static long Micros(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
