using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Alerts;

/// <summary>Takes alerts from any thread, leaves out repetitions, and gives each to those who want it.</summary>
internal sealed class AlertDispatcher(TimeProvider time, ILogger<AlertDispatcher> log) : IAlerts
{
    private readonly Lock _gate = new();
    private readonly RecentAlerts _recent = new(time);

    /// <inheritdoc/>
    public void Raise(Alert alert)
    {
        lock (_gate)
        {
            if (!_recent.TryAdd(alert)) return;
        }
        AlertsLog.Raised(log, alert.DedupeKey, alert.Kind, AlertSeverities.NameOf(alert.Severity), "nobody");
    }
}
