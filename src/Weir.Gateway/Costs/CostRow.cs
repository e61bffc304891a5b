namespace Weir.Gateway.Costs;

/// <summary>One line of a report.</summary>
/// <param name="Values">What it is about, one for each dimension; an empty text where it is not known.</param>
/// <param name="Totals">What it cost.</param>
internal sealed record CostRow(IReadOnlyList<string> Values, CostTotals Totals);
