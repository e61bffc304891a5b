namespace Weir.Gateway.Telemetry;

/// <summary>One row of the <see cref="MetricTable"/>.</summary>
/// <param name="Name">OpenTelemetry name. Prometheus sees it with underscores, the unit, and <c>_total</c> on counters.</param>
/// <param name="Kind">What its values mean over time.</param>
/// <param name="Unit">UCUM unit; in braces when it only annotates a number, and then it is no part of the Prometheus name.</param>
/// <param name="Help">One sentence for the person who reads the graph.</param>
/// <param name="Labels">The labels it carries, in the order they are recorded.</param>
internal sealed record MetricDefinition(string Name, MetricKind Kind, string Unit, string Help, params string[] Labels)
{
    /// <summary>Upper bounds of a histogram's buckets, ascending; empty for the other kinds.</summary>
    public double[] Buckets { get; init; } = [];
}
