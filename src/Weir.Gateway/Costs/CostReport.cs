namespace Weir.Gateway.Costs;

/// <summary>What was asked for.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Source">Where the answer comes from.</param>
/// <param name="From">When the first call came that may be counted: sums are of whole hours and days.</param>
/// <param name="Rows">At most as many as were asked for.</param>
/// <param name="Groups">How many there are altogether.</param>
/// <param name="Total">All of it, rows beyond the last one included.</param>
internal sealed record CostReport(CostQuery Query, CostSource Source, DateTimeOffset From, IReadOnlyList<CostRow> Rows, long Groups, CostTotals Total)
{
    /// <summary>Calls that have no user, session or prompt where one of these was asked for; null where none was, and for tags.</summary>
    public CostTotals? Unnamed { get; init; }
}
