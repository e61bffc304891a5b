namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>The names of what is compared, as the ledger calls its columns.</summary>
internal static class UsageMeasures
{
    public static IReadOnlyList<UsageMeasure> All { get; } = Enum.GetValues<UsageMeasure>();

    public static string NameOf(UsageMeasure measure) => measure switch
    {
        UsageMeasure.Input => "input_tokens",
        UsageMeasure.CachedInput => "cached_input_tokens",
        UsageMeasure.CacheWrite => "cache_write_tokens",
        UsageMeasure.Output => "output_tokens",
        UsageMeasure.Cost => "cost",
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "no such measure"),
    };
}
