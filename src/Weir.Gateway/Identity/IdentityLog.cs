using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Identity;

internal static partial class IdentityLog
{
    [LoggerMessage(1300, LogLevel.Information, "the keys were read again: {Keys} are good")]
    public static partial void Reloaded(ILogger logger, int keys);

    [LoggerMessage(1301, LogLevel.Error, "the keys could not be read again; those known so far stay good")]
    public static partial void ReloadFailed(ILogger logger, Exception failure);
}
