namespace Weir.Gateway.Pricing;

/// <summary>
/// What was used and has no price of its own, so that a cost is not exact. The lower bits are those of <see cref="PriceKind"/>: tokens of such a
/// kind are charged as the kind that they are part of, everything else is not charged at all.
/// </summary>
[Flags]
internal enum PriceGaps
{
    None = 0,

    /// <summary>Tokens of another model than the one that the price is of.</summary>
    OtherModels = 1 << 24,

    /// <summary>The service tier: charged as the standard one.</summary>
    ServiceTier = 1 << 25,

    /// <summary>A context of this length under this service tier: charged as a shorter one.</summary>
    LongContext = 1 << 26,

    /// <summary>The region: charged without a surcharge.</summary>
    Region = 1 << 27,
}
