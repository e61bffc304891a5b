using System.Collections.Frozen;
using Weir.Dialects.Usage;

namespace Weir.Gateway.Pricing;

/// <summary>What one model costs.</summary>
/// <param name="Version">Which entry this is, kept with every cost computed from it: <c>book:2026-08-21:openai/gpt-5-mini</c> or <c>config:…</c>.</param>
/// <param name="Standard">The prices of the usual service tier.</param>
internal sealed record PriceModel(string Version, TierRates Standard)
{
    /// <summary>The prices of other tiers, where they are known.</summary>
    public FrozenDictionary<ServiceTier, TierRates> Tiers { get; init; } = FrozenDictionary<ServiceTier, TierRates>.Empty;

    /// <summary>What tokens cost more where a region is asked for, as a factor.</summary>
    public FrozenDictionary<string, decimal> Regions { get; init; } = FrozenDictionary<string, decimal>.Empty;

    /// <summary>The region that holds where the answer does not name one; null for none.</summary>
    public string? Region { get; init; }

    /// <summary>What is left of every price after the customer's discount: 1 without one, 0.85 with 15 percent.</summary>
    public decimal Share { get; init; } = 1;

    /// <summary>What the machines cost that the operator runs it on: then time is charged, and not tokens. Null for all others.</summary>
    public MachinePrice? Machine { get; init; }

    /// <summary>The first day of this price, in UTC; null for one that has held since before anybody looked.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The price that comes after this one, on the day that it states; null while none is known.</summary>
    public PriceModel? Next { get; init; }

    /// <summary>
    /// Whether the parts of a usage cost together what the whole does: nothing is charged by the hour or by the request, and no
    /// length of a request changes the price.
    /// </summary>
    public bool IsAdditive => Machine is null && Standard.IsAdditive && Tiers.Values.All(static tier => tier.IsAdditive);

    /// <summary>The version of a cost that is the provider's own word.</summary>
    public const string Stated = "provider";

    /// <summary>The price that holds for a call.</summary>
    /// <param name="startedAt">When it came, microseconds since the Unix epoch.</param>
    public PriceModel At(long startedAt) => Next is null ? this : On(DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(startedAt * TimeSpan.TicksPerMicrosecond)));

    /// <summary>The price that holds on a day, in UTC.</summary>
    public PriceModel On(DateOnly day)
    {
        var price = this;
        while (price.Next is { } next && next.From <= day) price = next;
        return price;
    }

    /// <summary>What a usage costs, exact: no rounding, no floating point, and nothing allocated.</summary>
    public Charge CostOf(in TokenUsage usage)
    {
        Span<BillLine> room = stackalloc BillLine[Bill.MostLines];
        return new Bill(this, usage, room).Total;
    }
}
