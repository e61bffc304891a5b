namespace Weir.Gateway.Model;

/// <summary>How much may be asked of something, or by somebody, in a time; null is no limit. All are 1 or more.</summary>
internal sealed record QuotaModel
{
    public long? RequestsPerMinute { get; init; }

    public long? RequestsPerDay { get; init; }

    public long? InputTokensPerMinute { get; init; }

    public long? InputTokensPerDay { get; init; }

    public long? OutputTokensPerMinute { get; init; }

    public long? OutputTokensPerDay { get; init; }

    /// <summary>Input and output together.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Input and output together.</summary>
    public long? TokensPerDay { get; init; }

    /// <summary>Calls under way at a time; deployments have theirs in <see cref="ConcurrencyModel"/>.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Whether tokens count, so that somebody has to know how many there are.</summary>
    public bool LimitsTokens =>
        (InputTokensPerMinute ?? InputTokensPerDay ?? OutputTokensPerMinute ?? OutputTokensPerDay ?? TokensPerMinute ?? TokensPerDay) is not null;
}
