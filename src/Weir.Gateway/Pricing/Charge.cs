namespace Weir.Gateway.Pricing;

/// <summary>What something costs.</summary>
/// <param name="Amount">US dollars; null when nothing of what was used has a price.</param>
/// <param name="Gaps">What was used and has no price of its own.</param>
internal readonly record struct Charge(decimal? Amount, PriceGaps Gaps);
