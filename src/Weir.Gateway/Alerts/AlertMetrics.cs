using System.Diagnostics.Metrics;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Alerts;

/// <summary>Counts alerts. Any thread.</summary>
internal sealed class AlertMetrics(WeirMetrics metrics)
{
    private readonly Counter<long> _alerts = metrics.Meter.CreateCounter<long>(MetricTable.Alerts.Name, MetricTable.Alerts.Unit, MetricTable.Alerts.Help);

    /// <summary>Counts what became of an alert.</summary>
    /// <param name="kind">One of <see cref="AlertKinds"/>.</param>
    /// <param name="target">Whom it was for; null where that was nobody.</param>
    /// <param name="result">One of <see cref="AlertResult"/>.</param>
    public void Count(string kind, string? target, string result) =>
        _alerts.Add(1, new(MetricTable.Kind, kind), new(MetricTable.Target, target), new KeyValuePair<string, object?>(MetricTable.Result, result));
}
