using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Telemetry;

/// <summary>What the metrics take from a try at an upstream that has ended.</summary>
internal readonly struct AttemptMeasurement
{
    /// <summary>Of the call: <c>chat.completions</c>.</summary>
    public required string Endpoint { get; init; }

    public required string Provider { get; init; }

    public required string Deployment { get; init; }

    /// <summary>The deployment's model, not what the client asked for.</summary>
    public required string ModelSent { get; init; }

    public required Outcome Outcome { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Null for plain answers and for streams that ended before any content.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>All zero when nothing was used.</summary>
    public TokenUsage Usage { get; init; }
}
