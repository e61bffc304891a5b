using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs.WhatIf;

/// <summary>Reads what was used, to price it anew. Blocking: not for the call path.</summary>
internal sealed class UsageStore(Session session, TimeProvider time)
{
    private const long MicrosPerDay = 86_400_000_000;

    /// <summary>Whether there are sums of what a query asks for.</summary>
    public bool HasSums(CostQuery query) => SourceOf(query).Kind == CostSourceKind.Hours;

    /// <summary>Days' sums, where there are sums.</summary>
    public List<UsageGroup> Sums(CostQuery query)
    {
        var counts = string.Join(", ", LedgerRows.CountColumns.Split(", ").Select(column => $"sum({column})"));
        var groups = new List<UsageGroup>();
        Read(query, new CostSource(CostSourceKind.Hours), $"sum(attempts), decimal_sum(cost), sum(uncosted), {counts}, NULL, NULL", "GROUP BY 1, 2, 3", groups.Add);
        return groups;
    }

    /// <summary>Every attempt by itself.</summary>
    /// <param name="query">Which.</param>
    /// <param name="each">Is given one after the other: there may be more than fit into memory.</param>
    public void Rows(CostQuery query, Action<UsageGroup> each) =>
        Read(query, new CostSource(CostSourceKind.Rows), $"attempts, cost, uncosted, {LedgerRows.UsageColumns}", "AND attempts = 1", each);

    private void Read(CostQuery query, CostSource source, string columns, string rest, Action<UsageGroup> each)
    {
        // From the same whole hours on, whichever is read.
        var hours = new CostSql(query, new CostSource(CostSourceKind.Hours), time.GetUtcNow());
        var sql = new CostSql(query with { Since = hours.Since }, source, time.GetUtcNow());
        var condition = sql.Condition();
        using var rows = session.Prepare($"SELECT {sql.When} - {sql.When} % {MicrosPerDay}, model_asked, deployment, {columns} FROM {sql.From} WHERE {condition} {rest}");
        sql.Bind(rows);
        while (rows.Read())
        {
            var group = new UsageGroup(rows.NextLong(), rows.NextString(), rows.NextString(), rows.NextLong(), rows.NextDecimal() ?? 0, rows.NextLong(), LedgerRows.ReadUsage(rows));
            if (group.Attempts > 0) each(group);
        }
    }

    private CostSource SourceOf(CostQuery query) => CostSource.For(query with { By = [] }, time.GetUtcNow());
}
