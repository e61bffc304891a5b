using Weir.Cli.Output;
using Weir.Gateway.Costs;
using Weir.Gateway.Model;

namespace Weir.Cli.Commands.Costs;

/// <summary>What features cost beside their calls, below a report on those.</summary>
internal static class DeclaredTable
{
    private static readonly Column[] Columns = [new("feature"), new("beside its calls"), new("declared", IsRight: true), new("per"), new("cost", IsRight: true)];

    /// <summary>Prints what features cost, and what they cost with their calls.</summary>
    public static void Write(CostStore store, CostQuery query, GatewayModel model, string format, TimeProvider time)
    {
        if (format != CostFormats.Table) throw new CostQueryException($"--total is printed as a table, and {format} is asked for.", "Leave out one of the two.");
        if (query.Where.Any(condition => condition.Dimension != CostDimension.Feature))
            throw new CostQueryException("what a feature costs beside its calls is declared for the whole of it.", "Use --total with no --where but feature=NAME.");
        var named = query.Where.SelectMany(condition => condition.Values).ToHashSet(StringComparer.Ordinal);
        // All of them, however many lines of the report above are shown.
        var features = store.Report(query with { By = [CostDimension.Feature], Sort = CostSort.Name, Top = CostQuery.MostRows });
        var (rows, declared) = (new List<string[]>(), 0m);
        foreach (var feature in model.Features.Values.OrderBy(feature => feature.Name, StringComparer.Ordinal))
        {
            if (named.Count > 0 && !named.Contains(feature.Name)) continue;
            var calls = features.Rows.FirstOrDefault(row => row.Values[0] == feature.Name)?.Totals.Calls ?? 0;
            foreach (var cost in feature.DeclaredCosts)
            {
                var amount = DeclaredCosts.AmountOf(cost, features.From, query.Until ?? time.GetUtcNow(), calls, query.Zone);
                declared += amount;
                rows.Add([Show.Text(feature.Name), Show.Text(cost.Name), Show.Money(cost.Amount), CostUnits.NameOf(cost.Per), CostCells.Money(amount)]);
            }
        }
        Console.Out.WriteLine();
        Table.Write(Columns, rows);
        var part = features.Total.IsWhole ? "" : ", without what has no price";
        Console.Out.WriteLine($"calls {CostCells.Money(features.Total.Cost)} + declared {CostCells.Money(declared)} = {CostCells.Money(features.Total.Cost + declared)}{part}");
    }
}
