using Weir.Cli.Output;
using Weir.Gateway.Costs;

namespace Weir.Cli.Commands.Costs;

/// <summary>A report for a person to read.</summary>
internal static class CostTable
{
    public static void Write(CostReport report)
    {
        Column[] columns =
        [
            .. report.Query.By.Select(dimension => new Column(CostDimensions.NameOf(dimension))),
            new("calls", IsRight: true), new("input", IsRight: true), new("output", IsRight: true), new("cached", IsRight: true), new("cost", IsRight: true), new("share", IsRight: true),
            new("retries", IsRight: true), new("hedges", IsRight: true), new("failed", IsRight: true), new("wasted", IsRight: true), new("saved", IsRight: true),
        ];
        var rows = report.Rows.Select(row => Row(report, [.. row.Values.Select(value => Show.Text(value, 48))], row.Totals)).ToList();
        if (report.Unnamed is { Calls: > 0 } unnamed) rows.Add(Row(report, Named(report, "(none)"), unnamed));
        rows.Add(Row(report, Named(report, "total"), report.Total));
        Table.Write(columns, rows);
        Console.Error.WriteLine(Scope(report));
        CostCells.Explain(report.Total);
    }

    /// <summary>What was counted, in a sentence.</summary>
    private static string Scope(CostReport report)
    {
        var until = report.Query.Until is { } time ? $" until {Show.Time(time)}" : "";
        var more = report.Groups > report.Rows.Count ? $" {report.Rows.Count} of {report.Groups} lines are shown (--top); the total is of all." : "";
        var slow = report.Source.Kind == CostSourceKind.Rows ? " There are no sums by all of this, so every row was read." : "";
        return $"Calls since {Show.Time(report.From)}{until}, in US dollars.{more}{slow}";
    }

    private static string[] Named(CostReport report, string name) => [.. report.Query.By.Select((_, at) => at == 0 ? name : "")];

    private static string[] Row(CostReport report, string[] names, CostTotals totals) =>
    [
        .. names,
        CostCells.Count(totals.Calls), CostCells.Count(totals.Input), CostCells.Count(totals.Output), CostCells.Count(totals.CachedInput),
        CostCells.Cost(totals), CostCells.Share(totals.Cost, report.Total.Cost),
        CostCells.Count(totals.Retries), CostCells.Count(totals.Hedges), CostCells.Count(totals.Failed), CostCells.Money(totals.Wasted), CostCells.Money(totals.Saved),
    ];
}
