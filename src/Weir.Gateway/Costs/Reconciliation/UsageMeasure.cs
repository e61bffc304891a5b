namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>What a provider and the ledger both count. Kinds of tokens are those of <see cref="Dialects.Usage.TokenUsage"/>.</summary>
internal enum UsageMeasure
{
    /// <summary>All input tokens, cached ones included.</summary>
    Input,

    /// <summary>Input read from the provider's cache.</summary>
    CachedInput,

    /// <summary>Input written to the provider's cache.</summary>
    CacheWrite,

    /// <summary>All output tokens.</summary>
    Output,

    /// <summary>US dollars.</summary>
    Cost,
}
