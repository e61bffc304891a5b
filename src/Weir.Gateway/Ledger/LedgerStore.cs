using Weir.Gateway.Calls;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger;

/// <summary>Reads of the ledger, also while a gateway writes it. Blocking, each on a session of its own: not for the call path.</summary>
internal sealed class LedgerStore(Database database)
{
    /// <summary>The shortest part of an identifier that may stand for the whole.</summary>
    public const int ShortestPrefix = 8;

    private const string Filtered =
        $"""
        SELECT {CallRow.Columns} FROM calls
        WHERE id >= $1 AND started_at >= $2
          AND ($3 IS NULL OR tenant = $3) AND ($4 IS NULL OR model_asked = $4) AND ($5 IS NULL OR outcome = $5)
        """;

    /// <summary>The newest calls that match, oldest first.</summary>
    public IReadOnlyList<CallRecord> Tail(int count, LedgerFilter? filter = null)
    {
        var calls = Read($"{Filtered} ORDER BY id DESC LIMIT $6", "", filter, count);
        calls.Reverse();
        return calls;
    }

    /// <summary>The calls that match and come after one that was read before, oldest first.</summary>
    /// <param name="id">The last call seen, or an empty text for all.</param>
    /// <param name="count">At most this many.</param>
    /// <param name="filter">Null reads all.</param>
    public IReadOnlyList<CallRecord> After(string id, int count, LedgerFilter? filter = null) =>
        // The character right after the identifier, because the condition is "from", not "after".
        Read($"{Filtered} ORDER BY id LIMIT $6", id.Length == 0 ? "" : id + "\u0001", filter, count);

    /// <summary>
    /// The calls that match and ended at or after a time, in the order of their ends. A call's identifier tells when it came,
    /// but its row is written when it ends: whoever follows the ledger has to ask by the end.
    /// </summary>
    /// <param name="end">The earliest end.</param>
    /// <param name="filter"><see cref="LedgerFilter.Since"/> bounds how far back calls that took long are looked for.</param>
    public IReadOnlyList<CallRecord> EndedSince(DateTimeOffset end, LedgerFilter filter) =>
        Read($"{Filtered} AND started_at + duration_us >= $6 ORDER BY started_at + duration_us, id", "", filter, Micros(end));

    /// <summary>One call by its identifier, or by a beginning of it that fits one call only.</summary>
    /// <returns>Null when no call or more than one fits.</returns>
    public CallRecord? Find(string id)
    {
        if (id.Length < ShortestPrefix) return null;
        using var session = database.Connect();
        using var statement = session.Prepare($"SELECT {CallRow.Columns} FROM calls WHERE id >= $1 AND id <= $2 ORDER BY id LIMIT 2");
        statement.Add(id).Add(id + "~");
        var calls = ReadAll(session, statement);
        return calls.Count == 1 || (calls.Count == 2 && calls[0].Id == id) ? calls[0] : null;
    }

    /// <summary>One call by its whole identifier, in a transaction that may be about to change it.</summary>
    public static CallRecord? Find(Session session, string id)
    {
        using var statement = session.Prepare($"SELECT {CallRow.Columns} FROM calls WHERE id = $1");
        statement.Add(id);
        return ReadAll(session, statement) is [var call] ? call : null;
    }

    private List<CallRecord> Read(string sql, string from, LedgerFilter? filter, long sixth)
    {
        filter ??= LedgerFilter.Any;
        using var session = database.Connect();
        using var statement = session.Prepare(sql);
        statement.Add(string.CompareOrdinal(from, OldestId(filter.Since)) < 0 ? OldestId(filter.Since) : from);
        statement.Add(filter.Since is { } since ? Micros(since) : long.MinValue);
        statement.Add(filter.Tenant).Add(filter.Model).Add(filter.Outcome is { } outcome ? OutcomeNames.Of(outcome) : null).Add(sixth);
        return ReadAll(session, statement);
    }

    private static List<CallRecord> ReadAll(Session session, Statement statement)
    {
        var calls = new List<CallRecord>();
        using var attempts = session.Prepare($"SELECT {AttemptRow.Columns} FROM attempts WHERE call_id = $1 ORDER BY number");
        while (statement.Read())
        {
            var call = CallRow.Read(statement);
            attempts.Add(call.Id);
            while (attempts.Read()) call.Attempts.Add(AttemptRow.Read(attempts));
            calls.Add(call);
        }

        return calls;
    }

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Where to begin in the table: identifiers begin with their time.</summary>
    private static string OldestId(DateTimeOffset? since) => since is { } time ? CallId.Before(Micros(time)) : "";
}
