using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Batching;

/// <summary>Log messages of batches: ids 2700 to 2799.</summary>
internal static partial class BatchingLog
{
    [LoggerMessage(2700, LogLevel.Warning, "The answer of {Deployment} to {Calls} embeddings of model {Model} in one call cannot be divided among them; each is asked for by itself")]
    public static partial void NotDivisible(ILogger log, string? deployment, string model, int calls);

    [LoggerMessage(2701, LogLevel.Error, "A batch of {Calls} embeddings failed inside the gateway")]
    public static partial void SendingFailed(ILogger log, Exception broken, int calls);
}
