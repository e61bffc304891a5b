namespace Weir.Gateway.Pricing;

/// <summary>Gaps as the ledger keeps them: names, separated by commas.</summary>
internal static class PriceGapNames
{
    private static readonly (PriceGaps Gap, string Name)[] Names =
    [
        .. PriceKinds.All.Select(static kind => (Of(kind), PriceKinds.NameOf(kind))),
        (PriceGaps.OtherModels, "other_models"),
        (PriceGaps.ServiceTier, "service_tier"),
        (PriceGaps.LongContext, "long_context"),
        (PriceGaps.Region, "region"),
    ];

    /// <summary>The gap that is the lack of a kind's price.</summary>
    public static PriceGaps Of(PriceKind kind) => (PriceGaps)(1 << (int)kind);

    /// <summary>Their names, or null when there are none.</summary>
    public static string? Of(PriceGaps gaps) => gaps == PriceGaps.None ? null : string.Join(',', Names.Where(known => gaps.HasFlag(known.Gap)).Select(known => known.Name));

    /// <summary>Reads <see cref="Of(PriceGaps)"/> back. Names that this Weir does not know are passed over.</summary>
    public static PriceGaps Parse(string? names) =>
        (names ?? "").Split(',').Aggregate(PriceGaps.None, static (all, name) => all | Names.FirstOrDefault(known => known.Name == name).Gap);
}
