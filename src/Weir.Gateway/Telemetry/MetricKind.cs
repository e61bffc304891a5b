namespace Weir.Gateway.Telemetry;

/// <summary>What a metric's values mean over time.</summary>
internal enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Counts values by size.</summary>
    Histogram,

    /// <summary>What it is now.</summary>
    Gauge,
}
