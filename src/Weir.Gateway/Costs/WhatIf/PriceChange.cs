using Weir.Dialects.Usage;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Costs.WhatIf;

/// <summary>What would be different: the price, how much is read from a cache, or both.</summary>
/// <param name="Price">The price that all would have; null leaves each deployment its own.</param>
/// <param name="CacheRate">How much of the input that can be is read from the provider's cache, 0 to 1; null leaves it as it was.</param>
/// <param name="Own">The price of a deployment, or null where none is known.</param>
internal sealed record PriceChange(PriceModel? Price, decimal? CacheRate, Func<string, PriceModel?> Own)
{
    /// <summary>Whether sums can be priced in place of single attempts, to the same last digit.</summary>
    /// <param name="deployment">Where they went.</param>
    public bool IsAdditive(string deployment)
    {
        for (var price = Price ?? Own(deployment); price is not null; price = price.Next)
        {
            // Sums do not tell tiers and regions apart. A price of another model is taken as its standard one anyway.
            if (Price is not null ? !price.Standard.IsAdditive : !price.IsAdditive || price.Tiers.Count > 0 || price.Regions.Count > 0) return false;
        }
        return true;
    }

    /// <summary>What attempts would cost.</summary>
    /// <returns>No amount where nothing of it has a price.</returns>
    public Charge CostOf(UsageGroup group)
    {
        if ((Price ?? Own(group.Deployment))?.At(group.Day) is not { Machine: null } price) return default;
        var usage = Price is null ? group.Usage : Standard(group.Usage);
        if (usage.Total == 0 && usage.Extras is null) return new Charge(0, PriceGaps.None);
        if (CacheRate is not { } rate) return price.CostOf(usage);
        // A price is linear in what is read from the cache: a part of a token can be priced, and no rounding makes sums and rows differ.
        var (none, all) = (price.CostOf(Cached(usage, 0)), price.CostOf(Cached(usage, Cacheable(usage))));
        return new Charge((none.Amount * (1 - rate)) + (all.Amount * rate), none.Gaps | all.Gaps);
    }

    /// <summary>No tier and no region: nobody knows that another model would be had under the same.</summary>
    private static TokenUsage Standard(in TokenUsage usage) => usage with { Tier = ServiceTier.Unstated, Extras = usage.Extras is null ? null : usage.Extras with { Region = null } };

    /// <summary>Text that is not written to the cache just now.</summary>
    private static long Cacheable(in TokenUsage usage) => Math.Max(0, usage.Input - usage.CacheWrite - usage.AudioInput - (usage.Extras?.ImageInput ?? 0));

    private static TokenUsage Cached(in TokenUsage usage, long cached) =>
        usage with { CachedInput = cached, Extras = usage.Extras is null ? null : usage.Extras with { CachedAudio = 0, CachedImage = 0 } };
}
