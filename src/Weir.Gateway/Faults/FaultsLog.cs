using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Faults;

/// <summary>Log messages of fault injection: ids 2800 to 2899. Warnings, since somebody who looks at a failing gateway has to see them.</summary>
internal static partial class FaultsLog
{
    [LoggerMessage(2800, LogLevel.Warning, "The fault {Fault} ({Kind}, {Percent} %) is in force until {Until}")]
    public static partial void Began(ILogger log, string fault, string kind, decimal percent, string until);

    [LoggerMessage(2801, LogLevel.Warning, "The fault {Fault} is over; it touched {Injected} attempts, and was held back from {Skipped}")]
    public static partial void Ended(ILogger log, string fault, long injected, long skipped);

    [LoggerMessage(2802, LogLevel.Warning, "The fault {Fault} is held back: it would touch more than {Share} % of the last minute's calls (limits.fault_share)")]
    public static partial void Capped(ILogger log, string fault, decimal share);

    [LoggerMessage(2803, LogLevel.Warning, "The fault {Fault} leaves these models alone, which would have no deployment left without one (allow_total): {Models}")]
    public static partial void Spares(ILogger log, string fault, string models);
}
