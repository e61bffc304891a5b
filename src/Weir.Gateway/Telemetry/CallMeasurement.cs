using Weir.Gateway.Ledger;

namespace Weir.Gateway.Telemetry;

/// <summary>What the metrics take from a call that has ended.</summary>
internal readonly struct CallMeasurement
{
    /// <summary>As the ledger names it: <c>chat.completions</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The configured model that was asked for; null when the client named none that exists.</summary>
    public string? Model { get; init; }

    /// <summary>The configured tenant; null when the key was not accepted.</summary>
    public string? Tenant { get; init; }

    public required Outcome Outcome { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Null for plain answers and for streams that ended before any content.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>US dollars; null when nothing was spent or the price is not known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Tokens were used and no price is known for them.</summary>
    public bool Unpriced { get; init; }
}
