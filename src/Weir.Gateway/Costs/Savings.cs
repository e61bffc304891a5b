using Weir.Gateway.Costs.WhatIf;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs;

/// <summary>What was not spent, and why.</summary>
/// <param name="Cost">US dollars that were.</param>
/// <param name="CacheReads">US dollars that reading from providers' caches saved, exact.</param>
/// <param name="SharedCalls">Calls that were given another one's answer.</param>
/// <param name="SharedAnswers">About what these would have cost: as much as the other calls for the same model did on average.</param>
/// <param name="Routing">What calls saved that went elsewhere than to their route's first deployment, at that one's present price; below 0 where that was dearer.</param>
/// <param name="NotReckoned">Models of which routing cannot be reckoned: a price depends on more than sums tell, or there is none.</param>
internal sealed record Savings(decimal Cost, decimal CacheReads, long SharedCalls, decimal SharedAnswers, decimal Routing, IReadOnlyList<string> NotReckoned)
{
    /// <summary>Reckons from the sums.</summary>
    /// <exception cref="CostQueryException">There are none of what is asked for.</exception>
    public static Savings Of(Session session, TimeProvider time, CostQuery query, GatewayModel model)
    {
        var usages = new UsageStore(session, time);
        if (!usages.HasSums(query)) throw new CostQueryException("there are no sums of savings by users, sessions, tags and prompts.", "Use --where with something else.");
        var models = new CostStore(session, time).Report(query with { By = [CostDimension.Model] });
        var (routing, unknown) = (0m, new SortedSet<string>(StringComparer.Ordinal));
        foreach (var group in usages.Sums(query))
        {
            if (model.Models.GetValueOrDefault(group.Model)?.Candidates[0].Deployment is not { } first || first.Name == group.Deployment) continue;
            var change = new PriceChange(first.Price, null, _ => first.Price);
            if (group.Uncosted == 0 && change.IsAdditive(first.Name) && change.CostOf(group).Amount is { } there) routing += there - group.Cost;
            else unknown.Add(group.Model);
        }
        return new Savings(models.Total.Cost, models.Total.Saved, models.Total.Shared ?? 0, models.Rows.Sum(row => OfShared(row.Totals)), routing, [.. unknown]);
    }

    private static decimal OfShared(CostTotals totals)
    {
        var (shared, paid) = (totals.Shared ?? 0, totals.Calls - (totals.Shared ?? 0));
        return paid == 0 ? 0 : decimal.Round((totals.Cost - (totals.Wasted ?? 0)) * shared / paid, 12);
    }
}
