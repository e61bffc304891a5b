using Microsoft.Extensions.Logging;
using Weir.Gateway.Calls;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Rescue;

/// <summary>Tells of streams that broke, and what became of them.</summary>
internal sealed class StreamRescues(ILogger<StreamRescues> log, WeirMetrics metrics)
{
    /// <summary>Tells of a call's stream, if it broke.</summary>
    /// <param name="call">The call, which is over.</param>
    /// <param name="isWhole">Whether its client gets a whole answer.</param>
    public void Conclude(Call call, bool isWhole)
    {
        if (call.Rescue is not { IsUnderWay: true } rescue) return;
        var how = !isWhole ? "failed" : rescue.IsPrefilled ? "prefill" : "splice";
        metrics.StreamRescued(how);
        if (isWhole) RescueLog.Rescued(log, call.Record.Id, call.Record.Deployment ?? "", how);
        else RescueLog.Lost(log, call.Record.Id, call.Record.Attempts.Count);
    }
}
