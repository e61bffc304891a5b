using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Calls;

/// <summary>Log messages of the call path: ids 2000 to 2099.</summary>
internal static partial class CallsLog
{
    [LoggerMessage(2000, LogLevel.Error, "Call {CallId} failed inside the gateway")]
    public static partial void StageFailed(ILogger log, Exception broken, string callId);

    [LoggerMessage(2001, LogLevel.Error, "Call {CallId} could not be recorded; its answer is withheld: {Why}")]
    public static partial void LedgerFailed(ILogger log, string callId, string why);

    [LoggerMessage(2002, LogLevel.Information, "Draining: waiting up to {Limit} for {Calls} calls in flight")]
    public static partial void Draining(ILogger log, TimeSpan limit, int calls);

    [LoggerMessage(2003, LogLevel.Warning, "Drain limit reached: cutting {Calls} calls short")]
    public static partial void DrainCut(ILogger log, int calls);

    [LoggerMessage(2004, LogLevel.Warning, "{Limit} connections are open, as many as limits.calls_in_flight allows: more are closed at once")]
    public static partial void ConnectionsFull(ILogger log, long limit);

    [LoggerMessage(2005, LogLevel.Information, "Call {CallId}: the answer of {Deployment} held what its client's API cannot carry, and it was left out: {What}")]
    public static partial void LeftOut(ILogger log, string callId, string what, string deployment);
}
