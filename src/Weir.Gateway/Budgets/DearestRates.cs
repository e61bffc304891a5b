using Weir.Gateway.Pricing;

namespace Weir.Gateway.Budgets;

/// <summary>
/// The dearest of the prices that can hold for what a request may use: over the service tiers that the provider may use, the lengths of
/// context that the request can reach, and the kinds that its tokens can be of. US dollars for a million tokens, or for one of
/// what is no token.
/// </summary>
internal readonly record struct DearestRates
{
    public decimal Input { get; private init; }

    public decimal Output { get; private init; }

    public decimal Request { get; private init; }

    public decimal WebSearch { get; private init; }

    public decimal Image { get; private init; }

    public decimal AudioSecond { get; private init; }

    /// <summary>What the dearest region makes of the price of tokens: where the answer is computed only the answer says.</summary>
    public decimal Factor { get; private init; }

    /// <summary>Looks through a price.</summary>
    public static DearestRates Of(PriceModel price, in RequestBounds bounds)
    {
        var dearest = new DearestRates { Factor = FactorOf(price) }.With(price.Standard, bounds);
        return price.Tiers.TryGetValue(bounds.Tier, out var asked) ? dearest.With(asked, bounds) : dearest;
    }

    private DearestRates With(TierRates tier, in RequestBounds bounds)
    {
        var dearest = With(tier.Rates, bounds);
        for (var i = 0; i < tier.Longer.Count; i++)
            if (bounds.InputTokens > tier.Longer[i].Above) dearest = dearest.With(tier.Longer[i].Rates, bounds);
        return dearest;
    }

    private DearestRates With(PriceRates rates, in RequestBounds bounds)
    {
        var input = Dearer(Dearer(Input, rates[PriceKind.Input]), rates[PriceKind.CachedInput]);
        if (bounds.WritesCache) input = Dearer(input, rates[PriceKind.CacheWrite]);
        if (bounds.KeepsAnHour) input = Dearer(input, rates[PriceKind.CacheWriteHour]);
        if (bounds.HasMedia)
            for (var kind = PriceKind.AudioInput; kind <= PriceKind.CachedImage; kind++) input = Dearer(input, rates[kind]);
        var output = Output;
        // A model that can say or draw what it answers may do so unasked.
        for (var kind = PriceKind.Output; kind <= PriceKind.ImageOutput; kind++) output = Dearer(output, rates[kind]);
        return this with
        {
            Input = input,
            Output = output,
            Request = Dearer(Request, rates[PriceKind.Request]),
            WebSearch = Dearer(WebSearch, rates[PriceKind.WebSearch]),
            Image = Dearer(Image, rates[PriceKind.Image]),
            AudioSecond = Dearer(AudioSecond, rates[PriceKind.AudioSecond]),
        };
    }

    private static decimal FactorOf(PriceModel price)
    {
        var factor = 1m;
        foreach (var region in price.Regions.Values) factor = Dearer(factor, region);
        return factor;
    }

    private static decimal Dearer(decimal one, decimal? other) => other is { } rate && rate > one ? rate : one;
}
