using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Quality;

/// <summary>Log messages about answers that are no good: ids 2300 to 2399.</summary>
internal static partial class QualityLog
{
    [LoggerMessage(2300, LogLevel.Warning, "Call {CallId}: the answer of {Deployment} is no good ({Check}): {Why}")]
    public static partial void Faulty(ILogger log, string callId, string deployment, string check, string why);
}
