using Weir.Dialects.Usage;
using Weir.Gateway.Limits;
using Weir.Gateway.Pricing;
using Weir.Gateway.Responses;

namespace Weir.Gateway.Ledger;

/// <summary>The durable facts of one call: one row. Times within the call are microseconds since <see cref="StartedAt"/>.</summary>
internal sealed class CallRecord
{
    /// <summary>Time-ordered identifier of 26 characters (<see cref="Calls.CallId"/>), also sent to the client as <c>x-request-id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Arrival, microseconds since the Unix epoch.</summary>
    public required long StartedAt { get; init; }

    /// <summary>What was called: <c>chat.completions</c>, <c>embeddings</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The release of the configuration that the call ran under.</summary>
    public required string Release { get; init; }

    public string? Tenant { get; set; }

    public string? Feature { get; set; }

    public string? KeyId { get; set; }

    /// <summary>What the call was made for; never <see cref="Ledger.Origin.Retry"/> or <see cref="Ledger.Origin.Hedge"/>.</summary>
    public Origin Origin { get; set; }

    public string? User { get; set; }

    public string? Session { get; set; }

    public string? Tags { get; set; }

    /// <summary>The identifier that the client gave the request itself (<c>x-request-id</c>, <c>x-client-request-id</c>), or null.</summary>
    public string? ClientRequestId { get; set; }

    public string? ModelAsked { get; set; }

    public string? ModelAnswered { get; set; }

    public string? Deployment { get; set; }

    /// <summary>Where the deployment computes, in the operator's words; or null.</summary>
    public string? Region { get; set; }

    /// <summary>The hash of what the call's prompt has in common with others, 16 hexadecimal digits; null where there is none. Never the text.</summary>
    public string? Prompt { get; set; }

    public bool Streamed { get; set; }

    public Outcome Outcome { get; set; }

    /// <summary>HTTP status that the client was sent; 499 when it was gone before one could be sent.</summary>
    public int Status { get; set; }

    /// <summary>The error's <c>code</c> as the client was sent it, or would have been without an answer of last resort; or null.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>Why the model stopped, as the upstream said it (<c>stop</c>, <c>length</c>, <c>tool_calls</c>), or null.</summary>
    public string? FinishReason { get; set; }

    /// <summary>Until the first byte of the answer was passed on, or null.</summary>
    public long? FirstByteMicros { get; set; }

    /// <summary>Until the first event with content was passed on, or null for plain answers.</summary>
    public long? FirstTokenMicros { get; set; }

    /// <summary>Until everything but the end of the answer had been passed on.</summary>
    public long DurationMicros { get; set; }

    /// <summary>How long its attempts waited for a place at a deployment, in microseconds, also in vain; part of the times above.</summary>
    public long QueuedMicros { get; set; }

    public TokenUsage Usage { get; set; }

    public UsageSource UsageSource { get; set; }

    /// <summary>When the usage became known that was not known at the call's end, microseconds since the Unix epoch; null for all other calls.</summary>
    public long? SettledAt { get; set; }

    /// <summary>The call whose answer this one was given, and which was paid for there; null for all other calls.</summary>
    public string? SharedWith { get; set; }

    /// <summary>US dollars, exact; null when no price is known for what answered. Zero only where another call has paid (<see cref="SharedWith"/>), or where the price says so.</summary>
    public decimal? Cost { get; set; }

    /// <summary>US dollars that the provider's prompt cache saved, against reading all of the input anew; null when no prices are known.</summary>
    public decimal? Saved { get; set; }

    /// <summary>What was used and has no price of its own, so that <see cref="Cost"/> is not exact.</summary>
    public PriceGaps Gaps { get; set; }

    /// <summary>The answer, where its tenant may come back to it; written with the call, but no part of it.</summary>
    public StoredResponse? Stored { get; set; }

    /// <summary>What it takes to settle the call later, where the provider is still at work; written with the call, but no part of it.</summary>
    public UnsettledResponse? Unsettled { get; set; }

    /// <summary>What it adds to limits per day; written with the call, but no part of it.</summary>
    public IReadOnlyList<LimitDayCount>? LimitCounts { get; set; }

    /// <summary>Every try, in order; none where the call was refused before it was sent, or was given another's answer.</summary>
    public List<AttemptRecord> Attempts { get; } = new(1);

    /// <summary>What the next try is made for.</summary>
    /// <param name="isHedge">Whether it goes beside another one that is late.</param>
    public Origin OriginOfNext(bool isHedge) => isHedge ? Origin.Hedge : Attempts.Count > 0 ? Origin.Retry : Origin;

    /// <summary>The try that the call ended with, or null where there was none; one that was overtaken may have begun after it.</summary>
    public AttemptRecord? LastAttempt() => Attempts.FindLast(static attempt => attempt.Outcome != Outcome.Cancelled) ?? Attempts.LastOrDefault();
}
