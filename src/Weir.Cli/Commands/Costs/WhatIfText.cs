using Weir.Cli.Commands.Ledger;
using Weir.Cli.Output;
using Weir.Gateway.Costs;
using Weir.Gateway.Costs.WhatIf;
using Weir.Gateway.Pricing;

namespace Weir.Cli.Commands.Costs;

/// <summary>What would have been, with what was assumed: for a person, or for a program.</summary>
internal static class WhatIfText
{
    private static readonly Column[] Columns =
        [new("model"), new("deployment"), new("attempts", IsRight: true), new("cost", IsRight: true), new("would be", IsRight: true), new("difference", IsRight: true), new("", IsRight: true)];

    public static void Write(WhatIfReport report, PriceChange change)
    {
        var rows = report.Lines.Select(line => Row(Show.Text(line.Model, 40), Show.Text(line.Deployment, 40), line.Attempts, line.Now, line.Then, line.Uncosted)).ToList();
        rows.Add(Row("total", "", report.Lines.Sum(line => line.Attempts), report.Lines.Sum(line => line.Now), Total(report), report.Lines.Sum(line => line.Uncosted)));
        Table.Write(Columns, rows);
        foreach (var assumption in Assumptions(report, change)) Console.Error.WriteLine(assumption);
        CostCells.Explain(new CostTotals { Uncosted = report.Lines.Sum(line => line.Uncosted) });
    }

    public static object Object(WhatIfReport report, PriceChange change) => new
    {
        source = report.IsOfRows ? "rows" : "sums",
        assumptions = Assumptions(report, change),
        lines = report.Lines.Select(line => new { model = line.Model, deployment = line.Deployment, attempts = line.Attempts, cost = line.Now, uncosted_attempts = line.Uncosted, would_be = line.Then }),
        cost = report.Lines.Sum(line => line.Now),
        would_be = Total(report),
    };

    /// <summary>All of it; null where a part has no price.</summary>
    private static decimal? Total(WhatIfReport report) => report.Lines.All(line => line.Then is not null) ? report.Lines.Sum(line => line.Then) : null;

    private static string[] Row(string model, string deployment, long attempts, decimal now, decimal? then, long uncosted) =>
    [
        model, deployment, CostCells.Count(attempts), CostCells.Cost(new CostTotals { Cost = now, Uncosted = uncosted }),
        then is null ? LedgerLegend.NoPrice : CostCells.Money(then), CostCells.Money(uncosted > 0 ? null : then - now), now == 0 || then is null || uncosted > 0 ? "" : CostCells.Share(then.Value - now, now),
    ];

    private static IEnumerable<string> Assumptions(WhatIfReport report, PriceChange change)
    {
        yield return report.IsOfRows ? "Every attempt is priced by itself." : "Sums of days are priced: with these prices that is the same to the last digit.";
        if (change.Price is { } price) yield return $"The same tokens at the standard prices of {Show.Text(price.Version)}: no other service tier, no surcharge of a region.";
        if (change.CacheRate is { } rate) yield return $"{Show.Money(rate * 100)} % of the input is read from the cache that is neither audio nor a picture nor written to it; what is written stays as it was.";
        var gaps = report.Lines.Aggregate(PriceGaps.None, (all, line) => all | line.Gaps);
        if (PriceGapNames.Of(gaps) is { } names) yield return $"There is no price of its own for {names.Replace(",", ", ", StringComparison.Ordinal)}.";
        if (report.Lines.Any(line => line.Then is null)) yield return $"{LedgerLegend.NoPrice} = nobody states a price for the deployment, or it is charged by time.";
    }
}
