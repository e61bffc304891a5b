namespace Weir.Gateway.Ledger.Rollups;

/// <summary>A row of sums that is not what a recount comes to.</summary>
/// <param name="Hour">Which row of <c>cost_hours</c>; null where it is one of <c>cost_values</c>.</param>
/// <param name="Value">Which row of <c>cost_values</c>; null where it is one of <c>cost_hours</c>.</param>
/// <param name="Missing">What the row lacks; negative where it has too much.</param>
internal sealed record RollupDifference(HourKey? Hour, ValueKey? Value, CostSums Missing)
{
    /// <summary>The table that the row is in.</summary>
    public string Table => Hour is null ? ValueRow.Table : HourRow.Table;
}
