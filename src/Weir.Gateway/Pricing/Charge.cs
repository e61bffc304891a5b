namespace Weir.Gateway.Pricing;

/// <summary>What something costs.</summary>
/// <param name="Amount">US dollars; null when nothing of what was used has a price.</param>
/// <param name="Gaps">What was used and has no price of its own.</param>
/// <param name="Saved">US dollars that it would have cost more, had nothing been read from the provider's prompt cache; null where that is not known.</param>
internal readonly record struct Charge(decimal? Amount, PriceGaps Gaps, decimal? Saved = null);
