namespace Weir.Gateway.Pricing;

/// <summary>One kind of what was used, and its price.</summary>
/// <param name="Kind">What was used.</param>
/// <param name="Count">How much of it: tokens, pictures, seconds, searches, requests.</param>
/// <param name="ChargedAs">The kind whose price it is; another one than <paramref name="Kind"/> where that has none.</param>
/// <param name="Rate">The price, or null when there is none.</param>
internal readonly record struct BillLine(PriceKind Kind, decimal Count, PriceKind ChargedAs, decimal? Rate)
{
    private const decimal Millionth = 0.000001m;

    /// <summary>US dollars, before the region's factor and the discount; 0 without a price.</summary>
    public decimal Amount => Count * (Rate ?? 0) * (PriceKinds.IsPerMillion(Kind) ? Millionth : 1);
}
