using System.Globalization;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs;

/// <summary>Reports on sessions, from the sums that are kept of them. Blocking: not for the call path.</summary>
/// <param name="session">It only reads.</param>
/// <param name="time">Says when now is.</param>
/// <param name="effort">How much of the machine a report may take.</param>
internal sealed class ConversationStore(Session session, TimeProvider time, CostEffort effort)
{
    private static readonly CostSource Source = new(CostSourceKind.ValueDays, CostDimension.Session);

    /// <summary>What conversations cost.</summary>
    /// <param name="query">Which: by days of UTC, and by tenant, feature, model and session alone.</param>
    /// <param name="top">How many of the dearest to name.</param>
    /// <exception cref="CostQueryException">There are no sums of sessions by what is asked for.</exception>
    public ConversationReport Report(CostQuery query, int top)
    {
        if (query.Where.FirstOrDefault(condition => condition.Dimension != CostDimension.Session && !CostDimensions.IsBesideValues(condition.Dimension)) is { } other)
            throw new CostQueryException($"sessions are not told apart by {CostDimensions.NameOf(other.Dimension)}.", "Use --where with tenant, feature, model or session.");
        var now = time.GetUtcNow();
        var sql = new CostSql(query with { By = [] }, Source, now);
        if (new CostScan(session, effort, now).Read(query with { By = [CostDimension.Tenant, CostDimension.Session] }, Source) is { } sessions)
            return Of(sessions.Rank(CostSort.Cost), sessions.Total, sql.Since, top);
        using var rows = session.Prepare(Statement(sql.Condition(), top));
        sql.Bind(rows);
        return Read(rows, sql.Since, top);
    }

    private static ConversationReport Of(CostRanking sessions, CostTotals total, DateTimeOffset from, int top)
    {
        var dearest = sessions.First(top).Select(Conversation).ToList();
        var count = sessions.Count;
        // The nearest rank, counted from the dearest, whose place is 1.
        decimal CostOf(int percent) => count == 0 ? 0 : sessions[count - (((count * percent) + 99) / 100)].Totals.Cost;
        return new ConversationReport(from, count, total.Calls, total.Cost, total.Uncosted, CostOf(50), CostOf(95), dearest);
    }

    private static Conversation Conversation(CostRow row) =>
        new(row.Values[0], row.Values[1], row.Totals.Calls, row.Totals.Input + row.Totals.Output, row.Totals.Cost, row.Totals.Uncosted);

    /// <summary>The dearest, and those in the middle and at 95 of 100, each with what all come to: one pass, however many there are.</summary>
    private static string Statement(string condition, int top) => $"""
        WITH sessions AS (
            SELECT tenant, value, sum(calls) AS calls, sum(input_tokens) + sum(output_tokens) AS tokens, decimal_sum(cost) AS cost, sum(uncosted) AS uncosted
            FROM cost_values WHERE {condition} GROUP BY tenant, value
        ), placed AS (
            SELECT *, row_number() OVER (ORDER BY CAST(cost AS DOUBLE PRECISION) DESC, tenant, value) AS place, count(*) OVER () AS count FROM sessions
        )
        SELECT place, count, tenant, value, calls, tokens, cost, uncosted,
            (SELECT sum(calls) FROM sessions), (SELECT decimal_sum(cost) FROM sessions), (SELECT sum(uncosted) FROM sessions)
        FROM placed
        WHERE place <= {top.ToString(CultureInfo.InvariantCulture)} OR place = {Place(50)} OR place = {Place(95)}
        ORDER BY place
        """;

    /// <summary>Counted from the dearest, the one that so many in 100 cost no more than (nearest rank).</summary>
    private static string Place(int percent) => $"count - (count * {percent.ToString(CultureInfo.InvariantCulture)} + 99) / 100 + 1";

    private static ConversationReport Read(Statement rows, DateTimeOffset from, int top)
    {
        var report = new ConversationReport(from, 0, 0, 0, 0, 0, 0, []);
        var dearest = new List<Conversation>();
        while (rows.Read())
        {
            var (place, count) = (rows.NextLong(), rows.NextLong());
            var one = new Conversation(rows.NextString(), rows.NextString(), rows.NextLong(), rows.NextLong(), rows.NextDecimal() ?? 0, rows.NextLong());
            report = report with { Count = count, Calls = rows.NextLong(), Cost = rows.NextDecimal() ?? 0, Uncosted = rows.NextLong() };
            if (place <= top) dearest.Add(one);
            if (place == count - (((count * 50) + 99) / 100) + 1) report = report with { Median = one.Cost };
            if (place == count - (((count * 95) + 99) / 100) + 1) report = report with { Percentile95 = one.Cost };
        }
        return report with { Dearest = dearest };
    }
}
