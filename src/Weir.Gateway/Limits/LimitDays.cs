using Weir.Gateway.Storage;

namespace Weir.Gateway.Limits;

/// <summary>What was used of today's limits before the gateway was started, as the database has it. Used under the <see cref="LimitBook"/>'s lock.</summary>
internal sealed class LimitDays
{
    private readonly Dictionary<(LimitSubject Subject, string Unit), long> _used = [];
    private readonly long _day;
    private readonly TimeProvider _time;

    /// <summary>Reads the database. Blocking.</summary>
    public LimitDays(Database database, TimeProvider time)
    {
        (_time, _day) = (time, LimitDayCount.DayOf(time.GetUtcNow()));
        using var session = database.Connect();
        using var read = session.Prepare("SELECT counter, subject, subject_rest, unit, used FROM limit_days WHERE day = $1");
        read.Add(_day);
        while (read.Read()) _used[(new LimitSubject(read.NextString(), read.NextString(), read.NextString()), read.NextString())] = read.NextLong();
    }

    /// <summary>What one of them had used; told once, to whoever counts on.</summary>
    public long Take(LimitSubject subject, string unit) =>
        _used.Remove((subject, unit), out var used) && LimitDayCount.DayOf(_time.GetUtcNow()) == _day ? used : 0;
}
