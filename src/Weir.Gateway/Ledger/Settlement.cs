using Weir.Dialects.Usage;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Ledger;

/// <summary>What becomes known of a call after its end, when the provider worked on by itself.</summary>
internal sealed record Settlement
{
    public TokenUsage Usage { get; init; }

    /// <summary>Never <see cref="UsageSource.Pending"/>.</summary>
    public required UsageSource Source { get; init; }

    /// <summary>US dollars, exact; null when it is not known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>US dollars that the provider's prompt cache saved; null when it is not known.</summary>
    public decimal? Saved { get; init; }

    /// <summary>What was used and has no price of its own.</summary>
    public PriceGaps Gaps { get; init; }

    /// <summary>How it ended, for a call that had gone well up to its end; one that had not keeps its own outcome.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>What went wrong, or null.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>In what state the work ended, as the provider said it; null leaves what the call's row says.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The model that the provider says answered; null leaves what the call's row says.</summary>
    public string? ModelAnswered { get; init; }
}
