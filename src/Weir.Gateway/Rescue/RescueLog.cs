using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Rescue;

/// <summary>Log messages of streams that broke: ids 2900 to 2999.</summary>
internal static partial class RescueLog
{
    [LoggerMessage(2900, LogLevel.Information, "Call {CallId}: its stream broke, and {Deployment} took over ({How})")]
    public static partial void Rescued(ILogger log, string callId, string deployment, string how);

    [LoggerMessage(2901, LogLevel.Warning, "Call {CallId}: its stream broke, and none of its {Attempts} attempts could bring the answer to its end")]
    public static partial void Lost(ILogger log, string callId, int attempts);
}
