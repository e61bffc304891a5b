using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Alerts;

/// <summary>Log messages of alerts: ids 3300 to 3399. An alert is named by its kind and identifier: what it says may name users.</summary>
internal static partial class AlertsLog
{
    [LoggerMessage(EventId = 3300, Message = "The alert {Id} ({Kind}, {Severity}) goes to {Targets}")]
    public static partial void Raised(ILogger log, LogLevel level, string id, string kind, string severity, string targets);

    [LoggerMessage(3301, LogLevel.Error, "The alert {Id} ({Kind}) did not get to {Target}: {Why}")]
    public static partial void Failed(ILogger log, string id, string kind, string target, string why);

    [LoggerMessage(3302, LogLevel.Error, "Alerts for {Target} are dropped, {Count} more by now: {Most} wait for it already. This is said once a minute")]
    public static partial void Dropped(ILogger log, int count, string target, int most);

    [LoggerMessage(3303, LogLevel.Warning, "{Count} alerts for {Target} were not sent before the gateway stopped")]
    public static partial void LeftBehind(ILogger log, int count, string target);
}
