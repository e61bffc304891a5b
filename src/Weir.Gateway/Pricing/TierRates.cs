namespace Weir.Gateway.Pricing;

/// <summary>The prices of one service tier.</summary>
/// <param name="Rates">Those of a usual context.</param>
/// <param name="Longer">Those of longer ones, shortest first.</param>
internal sealed record TierRates(PriceRates Rates, params IReadOnlyList<ContextRates> Longer)
{
    /// <summary>The prices for an input of this length.</summary>
    public PriceRates For(long input)
    {
        var rates = Rates;
        // Not foreach, which would allocate for each call.
        for (var i = 0; i < Longer.Count; i++)
            if (input > Longer[i].Above) rates = Longer[i].Rates;
        return rates;
    }

    /// <summary>Whether parts of a usage cost together what the whole does.</summary>
    public bool IsAdditive => Longer.Count == 0 && Rates[PriceKind.Request] is null;

    /// <summary>Whether an input is so long that it costs more than usual.</summary>
    public bool IsLong(long input) => Longer.Count > 0 && input > Longer[0].Above;
}
