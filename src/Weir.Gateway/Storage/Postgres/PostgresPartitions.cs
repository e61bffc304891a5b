using Weir.Gateway.Calls;

namespace Weir.Gateway.Storage.Postgres;

/// <summary>
/// The days of the ledger. <c>calls</c> and <c>attempts</c> are partitioned by their calls' identifiers, which begin with the time: a day
/// is a range of them, a call that is looked up is in one partition, and an identifier is unique in all of them. Whoever writes makes
/// the days that are missing, under the write lock, and the next two with them, so that midnight waits for nothing.
/// </summary>
internal sealed class PostgresPartitions(PostgresSession session)
{
    /// <summary>Made ahead with each day that is made.</summary>
    private const int Ahead = 2;

    private const long MillisPerDay = 86_400_000;

    private readonly HashSet<(string Table, long Day)> _known = [];

    /// <summary>Makes the days that identifiers are of, where they are missing. In a transaction.</summary>
    public void Ensure(string table, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            if (CallId.TimeOf(id) is not { } millis) continue;
            var day = millis / MillisPerDay;
            if (_known.Contains((table, day))) continue;
            for (var next = day; next <= day + Ahead; next++)
                if (_known.Add((table, next))) Make(table, next);
        }
    }

    /// <summary>Forgets which there are: those that were made may have been taken back.</summary>
    public void Forget() => _known.Clear();

    /// <summary>The name of a day's partition, as <c>calls_20261122</c>.</summary>
    public static string NameOf(string table, long day) => $"{table}_{DateOnly.FromDayNumber((int)day + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber):yyyyMMdd}";

    private void Make(string table, long day)
    {
        var name = NameOf(table, day);
        if (session.Scalar($"SELECT to_regclass('{name}') IS NOT NULL") == "1") return;
        // Attached, not made in its place: that would have to wait for every report that reads the table, and keep all others waiting.
        session.Execute(
            $"""
            CREATE TABLE {name} (LIKE {table} INCLUDING ALL);
            ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ('{CallId.Start(day * MillisPerDay)}') TO ('{CallId.Start((day + 1) * MillisPerDay)}')
            """);
    }
}
