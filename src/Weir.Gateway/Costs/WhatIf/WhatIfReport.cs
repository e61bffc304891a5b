using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs.WhatIf;

/// <summary>What calls would have cost if something had been different.</summary>
/// <param name="Lines">The dearest first.</param>
/// <param name="IsOfRows">Whether every attempt was priced by itself, and not days' sums.</param>
internal sealed record WhatIfReport(IReadOnlyList<WhatIfLine> Lines, bool IsOfRows)
{
    /// <summary>Prices anew: sums where the result is the same to the last digit, else every attempt.</summary>
    public static WhatIfReport Of(Session session, TimeProvider time, CostQuery query, PriceChange change)
    {
        var (store, lines) = (new UsageStore(session, time), new Dictionary<(string, string), WhatIfLine>());
        var sums = store.HasSums(query) ? store.Sums(query) : null;
        var isOfRows = sums is null || sums.Exists(group => !change.IsAdditive(group.Deployment));
        if (isOfRows) store.Rows(query, Add);
        else sums!.ForEach(Add);
        return new WhatIfReport([.. lines.Values.OrderByDescending(line => line.Now).ThenBy(line => line.Model, StringComparer.Ordinal)], isOfRows);

        void Add(UsageGroup group)
        {
            if (!lines.TryGetValue((group.Model, group.Deployment), out var line)) lines.Add((group.Model, group.Deployment), line = new WhatIfLine(group.Model, group.Deployment));
            line.Add(group, change.CostOf(group));
        }
    }
}
