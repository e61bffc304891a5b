using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Ledger;

internal static partial class LedgerLog
{
    [LoggerMessage(1200, LogLevel.Error, "{Calls} calls could not be written to the ledger")]
    public static partial void CommitFailed(ILogger logger, int calls, Exception failure);

    [LoggerMessage(1201, LogLevel.Error, "call {Call} was refused by the ledger")]
    public static partial void RowRefused(ILogger logger, string call, Exception failure);

    [LoggerMessage(1202, LogLevel.Warning, "{Calls} buffered calls wait for the ledger to become writable again")]
    public static partial void Held(ILogger logger, int calls, Exception failure);

    [LoggerMessage(1203, LogLevel.Information, "the ledger can be written again")]
    public static partial void Recovered(ILogger logger);

    [LoggerMessage(1204, LogLevel.Error, "{Trouble} while Weir runs; no call could be recorded, so none is taken. {Remedy}")]
    public static partial void Gone(ILogger logger, string trouble, string remedy);

    [LoggerMessage(1205, LogLevel.Information, "{Path} is in its place again; calls are taken")]
    public static partial void Back(ILogger logger, string path);

    [LoggerMessage(1206, LogLevel.Warning, "deployment {Deployment} has used what has no price of its own: {Kinds} (price {Version}). Its costs are not exact; weir prices show tells what is known. This is said once")]
    public static partial void Unpriced(ILogger logger, string deployment, string kinds, string version);

    [LoggerMessage(1208, LogLevel.Error, "{Calls} calls could not be written to the ledger: {Why}. No call is taken until something can be. {Remedy}")]
    public static partial void Unwritable(ILogger logger, int calls, string why, string remedy);

    [LoggerMessage(1207, LogLevel.Warning, "sums of users' hours that are over their time could not be deleted; the next hour tries again")]
    public static partial void PurgeFailed(ILogger logger, Exception failure);
}
