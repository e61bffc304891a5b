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

    [LoggerMessage(2603, LogLevel.Warning, "The response of call {CallId} is given up: {Why}. Its usage is unknown")]
    public static partial void UsageUnknown(ILogger log, string callId, string why);

    [LoggerMessage(2604, LogLevel.Warning, "Responses that are at work in the background could not be settled; they are asked after again")]
    public static partial void SettlingFailed(ILogger log, Exception broken);

    [LoggerMessage(2605, LogLevel.Error, "The response of call {CallId} could not be settled")]
    public static partial void NotSettled(ILogger log, Exception broken, string callId);
}
