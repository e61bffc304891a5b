using Weir.Dialects.Usage;

namespace Weir.Gateway.Pricing;

/// <summary>What one model costs, in US dollars per million tokens.</summary>
/// <param name="Version">Which entry this is, kept with every cost computed from it: <c>book:2026-08-21:openai/gpt-5-mini</c> or <c>config:…</c>.</param>
/// <param name="Input">Price of uncached input.</param>
/// <param name="Output">Price of output, reasoning included.</param>
/// <param name="CachedInput">Price of input read from the provider's cache; null when the source states none, and then cached input costs what input does.</param>
internal sealed record PriceModel(string Version, decimal Input, decimal Output, decimal? CachedInput)
{
    /// <summary>Cost of a usage in US dollars, exact: no rounding, no floating point.</summary>
    public decimal CostOf(in TokenUsage usage)
    {
        var cached = Math.Min(usage.CachedInput, usage.Input);
        return (((usage.Input - cached) * Input) + (cached * (CachedInput ?? Input)) + (usage.Output * Output)) / 1_000_000m;
    }
}
