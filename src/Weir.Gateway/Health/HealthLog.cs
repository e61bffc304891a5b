using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Health;

/// <summary>Log messages of deployments' health: ids 2400 to 2499.</summary>
internal static partial class HealthLog
{
    [LoggerMessage(2400, LogLevel.Warning, "Deployment {Deployment} fails too often ({Family}): no calls go there for {Seconds:0.0} s")]
    public static partial void Opened(ILogger log, string deployment, string family, double seconds);

    [LoggerMessage(2401, LogLevel.Information, "Deployment {Deployment} is on trial: a few calls go there")]
    public static partial void HalfOpen(ILogger log, string deployment);

    [LoggerMessage(2402, LogLevel.Information, "Deployment {Deployment} is healthy again")]
    public static partial void Closed(ILogger log, string deployment);

    [LoggerMessage(2403, LogLevel.Warning, "Deployment {Deployment} fails far more often than the others of model {Model}: left out for {Seconds:0} s")]
    public static partial void Ejected(ILogger log, string deployment, string model, double seconds);

    [LoggerMessage(2404, LogLevel.Information, "Deployment {Deployment} is back among the others of model {Model}")]
    public static partial void Returned(ILogger log, string deployment, string model);

    [LoggerMessage(2405, LogLevel.Warning, "Deployment {Deployment} does not answer its probes ({Why})")]
    public static partial void ProbesFail(ILogger log, string deployment, string why);

    [LoggerMessage(2406, LogLevel.Error, "Deployment {Deployment} could not be probed")]
    public static partial void ProbeBroke(ILogger log, Exception broken, string deployment);
}
