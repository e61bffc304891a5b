using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs;

/// <summary>Reports on the ledger's sums, also while a gateway writes them. Blocking: not for the call path.</summary>
/// <param name="session">It only reads.</param>
/// <param name="time">Says when now is.</param>
internal sealed class CostStore(SqliteSession session, TimeProvider time)
{
    /// <summary>Answers a query.</summary>
    public CostReport Report(CostQuery query)
    {
        var source = CostSource.For(query, time.GetUtcNow());
        var (rows, groups, from) = Read(query, source);
        if (query.By.Count == 0) return new CostReport(query, source, from, [], 0, rows[0].Totals);
        var all = query with { By = [] };
        var hasNames = source.Value is not null && !query.Where.Any(condition => CostDimensions.IsValue(condition.Dimension));
        // Sums by user know of calls with a user only, and those by tag count a call with two of them twice: the total is from elsewhere.
        var total = Read(all, hasNames ? new CostSource(CostSourceKind.Hours) : source).Rows[0].Totals;
        var report = new CostReport(query, source, from, rows, groups, total);
        return hasNames && source.Value != CostDimension.Tag ? report with { Unnamed = total - Read(all, source).Rows[0].Totals } : report;
    }

    /// <summary>The sum of all that a query asks for.</summary>
    public CostTotals Total(CostQuery query)
    {
        var all = query with { By = [] };
        return Read(all, CostSource.For(all, time.GetUtcNow())).Rows[0].Totals;
    }

    private (IReadOnlyList<CostRow> Rows, long Groups, DateTimeOffset From) Read(CostQuery query, CostSource source)
    {
        var sql = new CostSql(query, source, time.GetUtcNow());
        using var statement = session.Prepare(sql.Groups());
        sql.Bind(statement);
        var (rows, groups) = (new List<CostRow>(), 0L);
        while (statement.Read())
        {
            var values = new string[query.By.Count];
            for (var at = 0; at < values.Length; at++) values[at] = statement.NextText() ?? "";
            rows.Add(new CostRow(values, CostTotalsRow.Read(statement)));
            groups = statement.NextLong();
        }
        return (rows, groups, DateTimeOffset.UnixEpoch.AddTicks(sql.Start * TimeSpan.TicksPerMicrosecond));
    }
}
