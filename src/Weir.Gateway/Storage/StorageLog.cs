using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(1100, LogLevel.Debug, "opened {Path} with {Engine}, schema {Schema}")]
    public static partial void Opened(ILogger logger, string path, string engine, int schema);

    [LoggerMessage(1101, LogLevel.Information, "{Path}: schema brought from version {From} to {To}")]
    public static partial void Migrated(ILogger logger, string path, int from, int to);
}
