using Weir.Gateway.Calls;
using Weir.Gateway.Costs;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>
/// Reports on queues from the ledger's rows, whichever gateway wrote them. Calls that are still under way are not in them. Blocking:
/// not for the call path.
/// </summary>
/// <param name="session">It only reads.</param>
/// <param name="mostRows">So many rows fit into memory, at some 200 bytes each.</param>
internal sealed class QueueStore(Session session, int mostRows = QueueStore.MostRows)
{
    /// <summary>In a process of one's own.</summary>
    public const int MostRows = 500_000;

    /// <summary>Beside calls, which come first.</summary>
    public const int FewerRows = 100_000;

    /// <summary>A call that came earlier than this before the report's time, and was still there in it, is not seen. Usual deadlines are minutes.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromHours(1);

    /// <summary>What is refused at once takes microseconds too, and has not waited.</summary>
    private const long ShortestWait = 1_000;

    private const string Served = """
        SELECT a.deployment, coalesce(c.tenant, ''), coalesce(c.feature, ''), c.started_at + a.started_us, a.queued_us, c.started_at + a.ended_us,
            a.batch_id, a.number
        FROM calls c JOIN attempts a ON a.call_id = c.id
        WHERE c.id >= $1 AND c.id < $2 AND a.call_id >= $1 AND a.call_id < $2
            AND c.started_at + a.ended_us >= $3 AND c.started_at + a.started_us - a.queued_us < $4
            AND ($5 IS NULL OR a.deployment = $5)
        LIMIT $6
        """;

    // What attempts waited for is theirs; the rest was waited in vain, right before the end.
    private const string Unserved = """
        SELECT deployment, coalesce(tenant, ''), coalesce(feature, ''), started_at + duration_us,
            queued_us - coalesce((SELECT sum(a.queued_us) FROM attempts a WHERE a.call_id = calls.id), 0), outcome
        FROM calls
        WHERE id >= $1 AND id < $2 AND started_at + duration_us >= $3 AND started_at + duration_us - queued_us < $4
            AND ($5 IS NULL OR deployment = $5) AND deployment IS NOT NULL
            AND (error_code = 'model_overloaded'
                OR (error_code = 'client_gone' AND queued_us > 0 AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.call_id = calls.id)))
        LIMIT $6
        """;

    private readonly Dictionary<string, Stays> _found = new(StringComparer.Ordinal);
    private int _rows;

    /// <summary>Answers a query. To be asked once.</summary>
    /// <exception cref="CostQueryException">There are more rows than fit into memory.</exception>
    public QueueReport Report(QueueQuery query)
    {
        Read(Served, query, ReadServed);
        Read(Unserved, query, ReadUnserved);
        foreach (var stays in _found.Values) stays.ShareOut();
        var deployments = _found.Select(found => DeploymentSummary.Of(found.Key, found.Value, query))
            .OrderByDescending(one => one.Waiting).ThenByDescending(one => one.Held).ThenBy(one => one.Deployment, StringComparer.Ordinal);
        return new QueueReport(query, [.. deployments]);
    }

    private void Read(string sql, QueueQuery query, Action<Statement> read)
    {
        var (since, until) = (Micros(query.Since), Micros(query.Until));
        using var rows = session.Prepare(sql);
        rows.Add(CallId.Before(since - (long)LongestCall.TotalMicroseconds)).Add(CallId.Start((until / 1_000) + 2_000)).Add(since).Add(until);
        rows.Add(query.Deployment).Add((long)mostRows + 1);
        while (rows.Read())
        {
            if (++_rows > mostRows)
                throw new CostQueryException(
                    $"there were more than {mostRows:N0} attempts in that time.", "Ask for a shorter time (--since, --until), or for one deployment.");
            read(rows);
        }
    }

    private void ReadServed(Statement row)
    {
        var stays = StaysOf(row.NextString());
        var group = new QueueGroup(row.NextString(), row.NextString());
        var (began, waited, ended) = (row.NextLong(), row.NextLong(), row.NextLong());
        stays.Add(group, began - waited, began, ended, StayEnd.Served);
        if (row.NextText() is { } batch) stays.Join(batch, row.NextLong());
    }

    private void ReadUnserved(Statement row)
    {
        var stays = StaysOf(row.NextString());
        var group = new QueueGroup(row.NextString(), row.NextString());
        var (ended, waited) = (row.NextLong(), row.NextLong());
        var end = LedgerRows.ReadOutcome(row) == Outcome.ClientGone ? StayEnd.GaveUp : StayEnd.Refused;
        stays.Add(group, waited < ShortestWait ? ended : ended - waited, ended, ended, end);
    }

    private Stays StaysOf(string deployment)
    {
        if (!_found.TryGetValue(deployment, out var stays)) _found.Add(deployment, stays = new Stays());
        return stays;
    }

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
