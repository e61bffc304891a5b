using System.Globalization;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs;

/// <summary>Reports on sessions, from the sums that are kept of them. Blocking: not for the call path.</summary>
internal sealed class ConversationStore(SqliteSession session, TimeProvider time)
{
    /// <summary>What conversations cost.</summary>
    /// <param name="query">Which: by days of UTC, and by tenant, feature, model and session alone.</param>
    /// <param name="top">How many of the dearest to name.</param>
    /// <exception cref="CostQueryException">There are no sums of sessions by what is asked for.</exception>
    public ConversationReport Report(CostQuery query, int top)
    {
        if (query.Where.FirstOrDefault(condition => condition.Dimension != CostDimension.Session && !CostDimensions.IsBesideValues(condition.Dimension)) is { } other)
            throw new CostQueryException($"sessions are not told apart by {CostDimensions.NameOf(other.Dimension)}.", "Use --where with tenant, feature, model or session.");
        var now = time.GetUtcNow();
        var sql = new CostSql(query with { By = [] }, new CostSource(CostSourceKind.ValueDays, CostDimension.Session), now);
        using var rows = session.Prepare(Statement(sql.Condition(), top));
        sql.Bind(rows);
        return Read(rows, sql.Since, top);
    }

    /// <summary>The dearest, and those in the middle and at 95 of 100, each with what all come to: one pass, however many there are.</summary>
    private static string Statement(string condition, int top) => $"""
        WITH sessions AS (
            SELECT tenant, value, sum(calls) AS calls, sum(input_tokens) + sum(output_tokens) AS tokens, decimal_sum(cost) AS cost, sum(uncosted) AS uncosted
            FROM cost_values WHERE {condition} GROUP BY tenant, value
        ), placed AS (
            SELECT *, row_number() OVER (ORDER BY CAST(cost AS REAL) DESC, tenant, value) AS place, count(*) OVER () AS count FROM sessions
        )
        SELECT place, count, tenant, value, calls, tokens, cost, uncosted,
            (SELECT sum(calls) FROM sessions), (SELECT decimal_sum(cost) FROM sessions), (SELECT sum(uncosted) FROM sessions)
        FROM placed
        WHERE place <= {top.ToString(CultureInfo.InvariantCulture)} OR place = {Place(50)} OR place = {Place(95)}
        ORDER BY place
        """;

    /// <summary>Counted from the dearest, the one that so many in 100 cost no more than (nearest rank).</summary>
    private static string Place(int percent) => $"count - (count * {percent.ToString(CultureInfo.InvariantCulture)} + 99) / 100 + 1";

    private static ConversationReport Read(SqliteStatement rows, DateTimeOffset from, int top)
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
