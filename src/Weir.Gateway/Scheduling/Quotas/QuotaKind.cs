namespace Weir.Gateway.Scheduling.Quotas;

/// <summary>What a provider counts.</summary>
internal enum QuotaKind
{
    Requests,
    InputTokens,
    OutputTokens,

    /// <summary>Input and output together.</summary>
    Tokens,
}
