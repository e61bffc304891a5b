using System.Globalization;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>What the ledger says was used at providers, by UTC day and model.</summary>
/// <param name="session">It only reads.</param>
/// <param name="model">Says which model a deployment asks for, where an answer never named one.</param>
internal sealed class LedgerUsage(Session session, GatewayModel model)
{
    private const string Statement = """
        SELECT date(hour / 1000000, 'unixepoch'), model_answered, deployment, sum(input_tokens), sum(cached_input_tokens), sum(cache_write_tokens), sum(output_tokens), decimal_sum(cost), sum(uncosted)
        FROM cost_hours
        WHERE hour >= $1 AND hour < $2 AND attempts > 0 AND provider IN (SELECT value FROM json_each($3))
        GROUP BY 1, 2, 3
        """;

    /// <summary>Reads whole days.</summary>
    /// <param name="providers">The providers, as the configuration names them.</param>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day.</param>
    public IReadOnlyList<ProviderUsage> Read(IReadOnlyCollection<string> providers, DateOnly first, DateOnly last)
    {
        using var rows = session.Prepare(Statement);
        rows.Add(Micros(first)).Add(Micros(last.AddDays(1))).Add(System.Text.Json.JsonSerializer.Serialize(providers));
        var usages = new List<ProviderUsage>();
        while (rows.Read())
        {
            var day = DateOnly.ParseExact(rows.NextString(), "yyyy-MM-dd", CultureInfo.InvariantCulture);
            var (answered, deployment) = (rows.NextString(), rows.NextString());
            var usage = new ProviderUsage(day, answered.Length > 0 ? answered : model.Deployments.GetValueOrDefault(deployment)?.UpstreamModel ?? deployment);
            usage.Add(UsageMeasure.Input, rows.NextLong());
            usage.Add(UsageMeasure.CachedInput, rows.NextLong());
            usage.Add(UsageMeasure.CacheWrite, rows.NextLong());
            usage.Add(UsageMeasure.Output, rows.NextLong());
            var (cost, uncosted) = (rows.NextDecimal() ?? 0, rows.NextLong());
            // What has no price is not free.
            if (cost > 0 || uncosted == 0) usage.Add(UsageMeasure.Cost, cost);
            usages.Add(usage);
        }
        return usages;
    }

    private static long Micros(DateOnly day) => (day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
