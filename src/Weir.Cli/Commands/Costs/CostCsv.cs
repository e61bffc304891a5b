using Weir.Cli.Output;
using Weir.Gateway.Costs;

namespace Weir.Cli.Commands.Costs;

/// <summary>A report as CSV, with the names that JSON has. What is not known is empty; there is no line for the total.</summary>
internal static class CostCsv
{
    private static readonly string[] Figures =
    [
        "calls", "attempts", "input_tokens", "output_tokens", "cached_input_tokens", "cost", "uncosted_attempts", "estimated_attempts",
        "retries", "hedges", "failed_attempts", "shared_calls", "wasted", "saved",
    ];

    public static void Write(CostReport report) => Csv.Write(
        [.. report.Query.By.Select(CostDimensions.NameOf).Concat(Figures).Select(name => new Column(name))],
        (report.Rows.Count > 0 || report.Query.By.Count > 0 ? report.Rows : [new CostRow([], report.Total)]).Select(Row));

    private static string[] Row(CostRow row) =>
    [
        .. row.Values,
        CostCells.Count(row.Totals.Calls), CostCells.Count(row.Totals.Attempts), CostCells.Count(row.Totals.Input), CostCells.Count(row.Totals.Output),
        CostCells.Count(row.Totals.CachedInput), row.Totals.IsUnknown ? Show.Nothing : Show.Money(row.Totals.Cost), CostCells.Count(row.Totals.Uncosted),
        CostCells.Count(row.Totals.Estimated), CostCells.Count(row.Totals.Retries), CostCells.Count(row.Totals.Hedges), CostCells.Count(row.Totals.Failed),
        CostCells.Count(row.Totals.Shared), row.Totals.Wasted is { } wasted ? Show.Money(wasted) : Show.Nothing, Show.Money(row.Totals.Saved),
    ];
}
