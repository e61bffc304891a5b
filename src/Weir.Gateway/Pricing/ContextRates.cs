namespace Weir.Gateway.Pricing;

/// <summary>Prices that hold for the whole of a request with more input than so many tokens, cached ones included.</summary>
/// <param name="Above">The most input that they do not hold for.</param>
/// <param name="Rates">The prices.</param>
internal sealed record ContextRates(long Above, PriceRates Rates);
