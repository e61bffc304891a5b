using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Alerts;

/// <summary>Log messages of alerts: ids 3300 to 3399. An alert is named by its kind and identifier: what it says may name users.</summary>
internal static partial class AlertsLog
{
    [LoggerMessage(3300, LogLevel.Warning, "The alert {Id} ({Kind}, {Severity}) is delivered to {Targets}")]
    public static partial void Raised(ILogger log, string id, string kind, string severity, string targets);
}
