using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Rescue;

/// <summary>Log messages of streams that broke: ids 3000 to 3099.</summary>
internal static partial class RescueLog
{
    [LoggerMessage(3000, LogLevel.Information, "Call {CallId}: its stream broke, and {Deployment} took over ({How})")]
    public static partial void Rescued(ILogger log, string callId, string deployment, string how);

    [LoggerMessage(3001, LogLevel.Warning, "Call {CallId}: its stream broke, and none of its {Attempts} attempts could bring the answer to its end")]
    public static partial void Lost(ILogger log, string callId, int attempts);
}
