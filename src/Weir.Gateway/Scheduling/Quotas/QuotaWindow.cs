using Weir.Dialects.Limits;
using Weir.Gateway.Limits;

namespace Weir.Gateway.Scheduling.Quotas;

/// <summary>One of a deployment's limits.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="IsDay">Whether it is counted by the day, and not by the minute.</param>
/// <param name="Window">What is used of it.</param>
internal sealed record QuotaWindow(LimitKind Kind, bool IsDay, RateWindow Window)
{
    /// <summary>
    /// How much of what an attempt will produce is set aside: while it is produced, what was used a minute ago becomes free. (Measured in
    /// QuotaQueueTests: with all of it 94 % of a limit are used, and it is exceeded for 0.0 % of the time.)
    /// </summary>
    private const double SetAside = 0.75;

    /// <summary>What an attempt needs of it: what it brings, and what is set aside for what it will produce.</summary>
    public (long First, long Expected) NeedOf(in SlotRequest request) => Kind switch
    {
        LimitKind.Requests => (1, 0),
        LimitKind.InputTokens => (request.InputTokens, 0),
        LimitKind.OutputTokens => (0, (long)(request.OutputTokens * SetAside)),
        _ => (request.InputTokens, (long)(request.OutputTokens * SetAside)),
    };

    /// <summary>What an attempt has used of it.</summary>
    public long UseOf(in ServiceUsed used) => Kind switch
    {
        LimitKind.Requests => used.IsSent ? 1 : 0,
        LimitKind.InputTokens => used.Input,
        LimitKind.OutputTokens => used.Output,
        _ => used.Input + used.Output,
    };
}
