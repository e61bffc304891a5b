using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Admin;

/// <summary>Who changed what over the admin API: ids 2900 to 2999. Each change leaves one message, a refused one none.</summary>
internal static partial class AdminLog
{
    [LoggerMessage(2900, LogLevel.Warning, "{Who} at {Address} started the fault {Fault} on {Target}")]
    public static partial void FaultStarted(ILogger log, string who, string address, string fault, string target);

    [LoggerMessage(2901, LogLevel.Warning, "{Who} at {Address} stopped the fault {Fault}")]
    public static partial void FaultStopped(ILogger log, string who, string address, string fault);

    [LoggerMessage(2902, LogLevel.Error, "The audit log could not be written, so that a change by {Who} at {Address} was not made")]
    public static partial void AuditFailed(ILogger log, Exception broken, string who, string address);

    [LoggerMessage(2903, LogLevel.Warning, "{Who} at {Address} let the key {Key} go on")]
    public static partial void KeyResumed(ILogger log, string who, string address, string key);
}
