using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Responses;

/// <summary>Log messages of stored responses: ids 2600 to 2699.</summary>
internal static partial class ResponsesLog
{
    [LoggerMessage(2600, LogLevel.Information, "Forgot {Count} stored responses whose retention is over")]
    public static partial void Purged(ILogger log, int count);

    [LoggerMessage(2601, LogLevel.Warning, "Stored responses whose retention is over could not be forgotten")]
    public static partial void PurgeFailed(ILogger log, Exception broken);

    [LoggerMessage(2602, LogLevel.Warning, "Call {CallId} has an answer that could not be understood, so it is not stored")]
    public static partial void NotStored(ILogger log, string callId);
}
