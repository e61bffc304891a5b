using System.Diagnostics.Metrics;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Anomalies;

/// <summary>Counts what was found, and whom it held back. Any thread.</summary>
internal sealed class AnomalyMetrics(WeirMetrics metrics)
{
    private readonly Counter<long> _found = Counter(metrics, MetricTable.Anomalies);
    private readonly Counter<long> _refused = Counter(metrics, MetricTable.CallsHeldBack);

    /// <summary>Counts an anomaly.</summary>
    public void Found(string kind, string dimension) => _found.Add(1, new(MetricTable.Kind, kind), new KeyValuePair<string, object?>(MetricTable.Dimension, dimension));

    /// <summary>Counts a call that was held back.</summary>
    /// <param name="action"><c>pause</c> or <c>throttle</c>.</param>
    /// <param name="dimension"><c>key</c>, <c>session</c> or <c>user</c>.</param>
    public void Refused(string action, string dimension) => _refused.Add(1, new(MetricTable.Action, action), new KeyValuePair<string, object?>(MetricTable.Dimension, dimension));

    private static Counter<long> Counter(WeirMetrics metrics, MetricDefinition row) => metrics.Meter.CreateCounter<long>(row.Name, row.Unit, row.Help);
}
