using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs;

/// <summary>Reports on the ledger's sums, also while a gateway writes them. Blocking: not for the call path.</summary>
/// <param name="session">It only reads.</param>
/// <param name="time">Says when now is.</param>
/// <param name="effort">How much of the machine a report may take; <see cref="CostEffort.Modest"/> by default.</param>
internal sealed class CostStore(Session session, TimeProvider time, CostEffort? effort = null)
{
    private readonly CostEffort _effort = effort ?? CostEffort.Modest;

    /// <summary>Answers a query.</summary>
    public CostReport Report(CostQuery query)
    {
        var source = CostSource.For(query, time.GetUtcNow());
        var (rows, groups, sum) = Read(query, source);
        var hasNames = source.Value is not null && !query.Where.Any(condition => CostDimensions.IsValue(condition.Dimension));
        // Sums by user know of calls with a user only, and those by tag count a call with two of them twice: the total is from elsewhere.
        var all = query with { By = [] };
        var total = hasNames ? Read(all, new CostSource(CostSourceKind.Hours)).Sum : query.By.Contains(CostDimension.Tag) ? Read(all, source).Sum : sum;
        return new CostReport(query, source, new CostSql(query, source, time.GetUtcNow()).Since, rows, groups, total)
        {
            Unnamed = hasNames && source.Value != CostDimension.Tag ? total - sum : null,
        };
    }

    /// <summary>The sum of all that a query asks for.</summary>
    public CostTotals Total(CostQuery query)
    {
        var all = query with { By = [] };
        return Read(all, CostSource.For(all, time.GetUtcNow())).Sum;
    }

    private (IReadOnlyList<CostRow> Rows, long Groups, CostTotals Sum) Read(CostQuery query, CostSource source)
    {
        if (new CostScan(session, _effort, time.GetUtcNow()).Read(query, source) is { } groups)
            return (query.By.Count == 0 ? [] : groups.Rank(query.Sort).First(query.Top), query.By.Count == 0 ? 0 : groups.Count, groups.Total);
        var (rows, count) = Sorted(query, source);
        return (rows, count, Read(query with { By = [] }, source).Sum);
    }

    /// <summary>Lets the database do it, which sorts on disk what does not fit into memory.</summary>
    private (IReadOnlyList<CostRow> Rows, long Groups) Sorted(CostQuery query, CostSource source)
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
        return (rows, groups);
    }
}
