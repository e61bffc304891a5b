using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Configuration;

/// <summary>What is logged about the configuration: events 1000 to 1099. No message holds a value that came from outside the file.</summary>
internal static partial class ConfigLog
{
    [LoggerMessage(1000, LogLevel.Information, "Configuration changed to release {Release}: {Changes}")]
    public static partial void Changed(ILogger logger, string release, string changes);

    [LoggerMessage(1001, LogLevel.Error, "The changed configuration has {Count} errors; release {Release} stays in force")]
    public static partial void Refused(ILogger logger, int count, string release);

    [LoggerMessage(1002, LogLevel.Error, "{Error}")]
    public static partial void Error(ILogger logger, string error);

    [LoggerMessage(1003, LogLevel.Warning, "{Warning}")]
    public static partial void Warning(ILogger logger, string warning);

    [LoggerMessage(1004, LogLevel.Warning, "{Settings} changed in the file and take effect at the next start only")]
    public static partial void NeedsRestart(ILogger logger, string settings);

    [LoggerMessage(1005, LogLevel.Information, "The configuration is free of errors again and says what release {Release} says")]
    public static partial void Restored(ILogger logger, string release);

    [LoggerMessage(1006, LogLevel.Error, "Looking for a changed configuration failed; release {Release} stays in force")]
    public static partial void WatchFailed(ILogger logger, Exception exception, string release);

    [LoggerMessage(1007, LogLevel.Warning, "The configuration is no file that could be read again; release {Release} stays in force until the next start")]
    public static partial void ReadOnce(ILogger logger, string release);
}
