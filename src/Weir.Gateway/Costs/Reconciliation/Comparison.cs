namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>Compares what a provider says was used with what the ledger says.</summary>
/// <param name="tolerance">How far the two may be apart, as a share of the larger one: 0 for not at all.</param>
internal sealed class Comparison(decimal tolerance)
{
    /// <summary>Lists what differs, by day, model and measure. Of what the export never counts nothing is said.</summary>
    /// <param name="provider">What the provider says.</param>
    /// <param name="ledger">What the ledger says of the same provider.</param>
    /// <param name="first">The first day to compare.</param>
    /// <param name="last">The last day to compare.</param>
    public IReadOnlyList<UsageDifference> Differences(IReadOnlyList<ProviderUsage> provider, IReadOnlyList<ProviderUsage> ledger, DateOnly first, DateOnly last)
    {
        // An export that was not grouped by model can be compared by day alone.
        var hasModels = provider.Any(usage => usage.Model is not null);
        var (theirs, ours) = (Sums(provider, hasModels, first, last), Sums(ledger, hasModels, first, last));
        var measures = UsageMeasures.All.Where(measure => provider.Any(usage => usage.Amounts.ContainsKey(measure))).ToArray();
        var differences = new List<UsageDifference>();
        foreach (var key in theirs.Keys.Union(ours.Keys).OrderBy(key => key.Day).ThenBy(key => key.Model, StringComparer.Ordinal))
        {
            var (one, other) = (theirs.GetValueOrDefault(key), ours.GetValueOrDefault(key));
            foreach (var measure in measures)
            {
                decimal? said = one?.Amounts.TryGetValue(measure, out var amount) == true ? amount : null;
                decimal? counted = other?.Amounts.TryGetValue(measure, out var sum) == true ? sum : null;
                if (!Agree(said ?? 0, counted ?? 0, measure == UsageMeasure.Cost ? one?.Rounding ?? 0 : 0))
                    differences.Add(new UsageDifference(key.Day, (one ?? other)!.Model, measure, said, counted));
            }
        }
        return differences;
    }

    private bool Agree(decimal one, decimal other, decimal rounding) => Math.Abs(one - other) <= Math.Max(rounding, tolerance * Math.Max(Math.Abs(one), Math.Abs(other)));

    private static Dictionary<(DateOnly Day, string Model), ProviderUsage> Sums(IReadOnlyList<ProviderUsage> usages, bool hasModels, DateOnly first, DateOnly last)
    {
        var sums = new Dictionary<(DateOnly, string), ProviderUsage>();
        foreach (var usage in usages)
        {
            if (usage.Day < first || usage.Day > last) continue;
            var key = (usage.Day, hasModels && usage.Model is { } model ? ModelKey.Of(model) : "");
            if (!sums.TryGetValue(key, out var sum)) sums.Add(key, sum = new ProviderUsage(usage.Day, hasModels ? usage.Model : null));
            foreach (var (measure, amount) in usage.Amounts) sum.Add(measure, amount);
            sum.Rounding += usage.Rounding;
        }
        return sums;
    }
}
