namespace Weir.Gateway.Ledger;

/// <summary>What a source of counts says of them.</summary>
internal static class UsageSources
{
    /// <summary>Whether there are counts at all, and so a cost where there is a price.</summary>
    public static bool HasCounts(this UsageSource source) => source is UsageSource.Provider or UsageSource.Estimated;
}
