using Weir.Gateway.Ledger;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Calls;

/// <summary>
/// Why a call failed, as a value: what the client is told and how the ledger counts it. Made only by <see cref="CallErrors"/>,
/// so that the set of errors a client may see is closed.
/// </summary>
internal sealed record CallError
{
    /// <summary>HTTP status, 400 to 599.</summary>
    public required int Status { get; init; }

    /// <summary>OpenAI's <c>error.type</c>.</summary>
    public required string Type { get; init; }

    /// <summary>OpenAI's <c>error.code</c>: stable, lower case with underscores.</summary>
    public required string Code { get; init; }

    /// <summary>The code as the ledger keeps it, where that says more than clients need to know; null for <see cref="Code"/>.</summary>
    public string? RecordedAs { get; init; }

    /// <summary>What happened and what to do about it. Holds no secret and no content of a request.</summary>
    public required string Message { get; init; }

    /// <summary>The parameter or header at fault, or null.</summary>
    public string? Param { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>How the attempt failed that this is the error of; null for errors of no attempt: the client's, the gateway's own.</summary>
    public FailureClass? Failure { get; init; }

    /// <summary>Sent as <c>retry-after</c>, whole seconds, when waiting would help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Sent as <c>x-should-retry</c>, which OpenAI's and Anthropic's SDKs go by before anything else; null leaves it to the status.</summary>
    public bool? MayRetry { get; init; }

    /// <summary>The upstream's own error body, passed on instead of one of ours; or null.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }
}
