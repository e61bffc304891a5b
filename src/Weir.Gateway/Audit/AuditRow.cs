using Weir.Gateway.Storage;

namespace Weir.Gateway.Audit;

/// <summary>An entry as a row. The members list the same fields in the same order.</summary>
internal static class AuditRow
{
    private const string Columns = "at, actor, action, object, reason, details";

    /// <summary>Writes an entry, with the change that it tells of where that is in the same transaction.</summary>
    public static void Insert(Session session, AuditEntry entry)
    {
        using var statement = session.Prepare($"INSERT INTO audit_log ({Columns}) VALUES ($1, $2, $3, $4, $5, $6)");
        statement.Add(Micros(entry.At)).Add(entry.Actor).Add(entry.Action).Add(entry.Object).Add(entry.Reason).Add(entry.Details).Run();
    }

    /// <summary>The newest entries that are wanted, oldest first.</summary>
    public static IReadOnlyList<AuditEntry> ReadNewest(Session session, AuditFilter filter, int count)
    {
        using var statement = session.Prepare(
            $"""
            SELECT {Columns} FROM audit_log
            WHERE ($1 IS NULL OR object = $1) AND at >= $2 AND ($3 IS NULL OR action = $3 OR ($4 IS NOT NULL AND substr(action, 1, length($4)) = $4))
            ORDER BY number DESC LIMIT $5
            """);
        statement.Add(filter.Object).Add(filter.Since is { } since ? Micros(since) : 0).Add(filter.Action);
        statement.Add(filter.Action?.EndsWith('.') == true ? filter.Action : null).Add(count);
        var entries = new List<AuditEntry>();
        while (statement.Read()) entries.Add(Read(statement));
        entries.Reverse();
        return entries;
    }

    private static AuditEntry Read(Statement row) => new()
    {
        At = DateTimeOffset.UnixEpoch.AddTicks(row.NextLong() * TimeSpan.TicksPerMicrosecond),
        Actor = row.NextString(),
        Action = row.NextString(),
        Object = row.NextString(),
        Reason = row.NextText(),
        Details = row.NextText(),
    };

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
