namespace Weir.Gateway.Pricing;

/// <summary>Prices by kind, in US dollars for a million tokens, or for one of what is no token. A kind without a price is not free: nobody has said what it costs.</summary>
internal sealed class PriceRates
{
    private readonly decimal?[] _rates = new decimal?[PriceKinds.All.Count];

    /// <param name="rates">The kinds that have a price.</param>
    public PriceRates(params IEnumerable<KeyValuePair<PriceKind, decimal>> rates)
    {
        foreach (var (kind, rate) in rates) _rates[(int)kind] = rate;
    }

    /// <summary>The price of a kind, or null.</summary>
    public decimal? this[PriceKind kind] => _rates[(int)kind];

    /// <summary>What there is a price for.</summary>
    public IEnumerable<KeyValuePair<PriceKind, decimal>> Stated =>
        PriceKinds.All.Where(kind => this[kind] is not null).Select(kind => KeyValuePair.Create(kind, this[kind]!.Value));

    /// <summary>Prices of text alone, as most models have them.</summary>
    public static PriceRates OfText(decimal input, decimal output, decimal? cachedInput = null)
    {
        var rates = new List<KeyValuePair<PriceKind, decimal>> { new(PriceKind.Input, input), new(PriceKind.Output, output) };
        if (cachedInput is { } cached) rates.Add(new(PriceKind.CachedInput, cached));
        return new PriceRates(rates);
    }
}
