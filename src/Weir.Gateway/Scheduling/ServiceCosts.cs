using Weir.Gateway.Pricing;

namespace Weir.Gateway.Scheduling;

/// <summary>
/// What a token counts for where tenants are served in turn, in dollars: a deployment's prices. Approximate on purpose: it says who is
/// next, and money is counted elsewhere, exactly.
/// </summary>
/// <param name="Input">Of a token that is read.</param>
/// <param name="Cached">Of one that the provider has read before.</param>
/// <param name="Output">Of one that is written.</param>
internal sealed record ServiceCosts(double Input, double Cached, double Output)
{
    /// <summary>Where nobody knows a price: as most models are priced, a token that is written costs as much as four that are read.</summary>
    public static readonly ServiceCosts Unpriced = new(1e-6, 0.5e-6, 4e-6);

    private const double PerToken = 1e-6;

    /// <summary>The costs of a deployment with this price.</summary>
    /// <param name="price">Null where it is unknown. Where machines are charged for, tokens have no price either.</param>
    public static ServiceCosts Of(PriceModel? price)
    {
        if (price is null or { Machine: not null }) return Unpriced;
        var rates = price.Standard.Rates;
        var (input, output) = ((double)(rates[PriceKind.Input] ?? 0), (double)(rates[PriceKind.Output] ?? 0));
        // What costs nothing takes time all the same.
        if (input <= 0 && output <= 0) return Unpriced;
        return new ServiceCosts(input * PerToken, (double)(rates[PriceKind.CachedInput] ?? (decimal)input) * PerToken, output * PerToken);
    }

    /// <summary>What tokens cost together; a little at least, since an attempt that cost nothing would never end anybody's turn.</summary>
    /// <param name="input">Tokens read, cached ones included.</param>
    /// <param name="cached">How many of these the provider had read before.</param>
    /// <param name="output">Tokens written.</param>
    public double Of(long input, long cached, long output) => Math.Max(PerToken, (Input * (input - cached)) + (Cached * cached) + (Output * output));
}
