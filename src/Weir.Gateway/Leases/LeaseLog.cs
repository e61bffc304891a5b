using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Leases;

/// <summary>What happens to leases: ids 3450 to 3459.</summary>
internal static partial class LeaseLog
{
    [LoggerMessage(3450, LogLevel.Error, "what this gateway shares with others could not be renewed; it goes on with what it has leased, and tries again every 3 s")]
    public static partial void Unreachable(ILogger log, Exception failure);

    [LoggerMessage(3451, LogLevel.Information, "what this gateway shares with others is renewed again")]
    public static partial void Reached(ILogger log);

    [LoggerMessage(3452, LogLevel.Warning, "somebody has said that this gateway ({Replica}) would never come back, and what it had leased went to others; it leases anew")]
    public static partial void Ended(ILogger log, string replica);
}
