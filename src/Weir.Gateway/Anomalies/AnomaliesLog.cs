using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Anomalies;

/// <summary>Log messages about anomalies: ids 3400 to 3499. Users and sessions are named by the anomaly's identifier alone.</summary>
internal static partial class AnomaliesLog
{
    [LoggerMessage(3400, LogLevel.Warning, "Unusual spending: {Anomaly}, of a {Dimension}, {Spent} USD in an hour in which {Usual} are usual ({Reason}); 'weir anomalies show' has more")]
    public static partial void Found(ILogger log, string anomaly, string dimension, decimal spent, decimal usual, string reason);

    [LoggerMessage(3401, LogLevel.Error, "Spending cannot be looked at; the next minute tries again")]
    public static partial void WatchFailed(ILogger log, Exception broken);

    [LoggerMessage(3402, LogLevel.Error, "Whether call {CallId} is part of a loop cannot be told")]
    public static partial void LoopWatchFailed(ILogger log, Exception broken, string callId);

    [LoggerMessage(3403, LogLevel.Error, "The anomaly {Anomaly} could not be written to the database")]
    public static partial void NotRecorded(ILogger log, string anomaly, Exception? broken);

    [LoggerMessage(3404, LogLevel.Warning, "The key {Key} is held back until {Until} ({Calls} calls a minute) because of {Anomaly}")]
    public static partial void KeyHeld(ILogger log, string key, DateTimeOffset until, int calls, string anomaly);
}
