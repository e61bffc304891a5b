using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Telemetry;

/// <summary>What became known of a response after its call had ended.</summary>
internal readonly record struct ResponseMeasurement
{
    public required string Endpoint { get; init; }

    public required string? Tenant { get; init; }

    /// <summary>The model that the client asked for.</summary>
    public required string? Model { get; init; }

    public required string Provider { get; init; }

    public required string Deployment { get; init; }

    public required string ModelSent { get; init; }

    public required TokenUsage Usage { get; init; }

    public required UsageSource Source { get; init; }

    /// <summary>US dollars, or null when it is not known.</summary>
    public required decimal? Cost { get; init; }
}
