using Weir.Dialects.Usage;
using Weir.Gateway.Budgets;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Ledger;

/// <summary>The durable facts of one try at one upstream: one row. Times are microseconds since the call's start.</summary>
internal sealed record AttemptRecord
{
    /// <summary>1 for the first try of a call.</summary>
    public required int Number { get; init; }

    public required string Deployment { get; init; }

    public required string Provider { get; init; }

    /// <summary>Where the deployment computes, in the operator's words; or null.</summary>
    public string? Region { get; init; }

    public required string ModelSent { get; init; }

    /// <summary>What it was made for: as a hedge, as a retry, or what its call was made for.</summary>
    public Origin Origin { get; init; }

    public required long StartedMicros { get; init; }

    /// <summary>Whether it was sent beside another attempt that was late.</summary>
    public bool IsHedge { get; init; }

    /// <summary>How long it waited for a place at its deployment before it was sent, in microseconds; before <see cref="StartedMicros"/>.</summary>
    public long QueuedMicros { get; set; }

    public string? ModelAnswered { get; set; }

    public Outcome Outcome { get; set; }

    /// <summary>HTTP status that the upstream answered with, or null when it answered with none.</summary>
    public int? Status { get; set; }

    /// <summary>What went wrong, from the closed set of error codes, or null.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The upstream's own identifier of the request, or null.</summary>
    public string? UpstreamRequestId { get; set; }

    public long? FirstByteMicros { get; set; }

    public long? FirstTokenMicros { get; set; }

    public long EndedMicros { get; set; }

    public TokenUsage Usage { get; set; }

    public UsageSource UsageSource { get; set; }

    public decimal? Cost { get; set; }

    /// <summary>US dollars that the provider's prompt cache saved, against reading all of the input anew; null when no prices are known.</summary>
    public decimal? Saved { get; set; }

    /// <summary>What was used and has no price of its own, so that <see cref="Cost"/> is not exact.</summary>
    public PriceGaps Gaps { get; set; }

    /// <summary>The price entry that <see cref="Cost"/> was computed with, or null when none is known.</summary>
    public string? PriceVersion { get; set; }

    /// <summary>What it has reserved in its call's budgets, and where it is counted; no part of the row.</summary>
    public BudgetHold? Hold { get; set; }

    /// <summary>What the attempts of several calls have in common that are one upstream call, of which each has its share of usage and cost; null for all other attempts.</summary>
    public string? BatchId { get; init; }
}
