using System.Diagnostics.Metrics;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Limits;

/// <summary>Counts whom limits did not let in. Any thread; counting does not allocate.</summary>
internal sealed class LimitMetrics(WeirMetrics metrics)
{
    private readonly Counter<long> _refused =
        metrics.Meter.CreateCounter<long>(MetricTable.LimitRefused.Name, MetricTable.LimitRefused.Unit, MetricTable.LimitRefused.Help);

    /// <summary>Counts a call that was refused.</summary>
    public void Refused(LimitRefusal refusal) => _refused.Add(
        1, new(MetricTable.Limit, refusal.Limit.Name), new KeyValuePair<string, object?>(MetricTable.Reason, LimitUnits.NameOf(refusal.Unit, refusal.IsDay)));
}
