using Weir.Gateway.Limits;

namespace Weir.Gateway.Scheduling.Quotas;

/// <summary>One of a deployment's limits.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="IsDay">Whether it is counted by the day, and not by the minute.</param>
/// <param name="Window">What is used of it.</param>
internal sealed record QuotaWindow(QuotaKind Kind, bool IsDay, RateWindow Window)
{
    /// <summary>What an attempt needs of it: what it brings, and what it will produce.</summary>
    public (long First, long Expected) NeedOf(in SlotRequest request) => Kind switch
    {
        QuotaKind.Requests => (1, 0),
        QuotaKind.InputTokens => (request.InputTokens, 0),
        QuotaKind.OutputTokens => (0, request.OutputTokens),
        _ => (request.InputTokens, request.OutputTokens),
    };

    /// <summary>What an attempt has used of it.</summary>
    public long UseOf(in ServiceUsed used) => Kind switch
    {
        QuotaKind.Requests => used.IsSent ? 1 : 0,
        QuotaKind.InputTokens => used.Input,
        QuotaKind.OutputTokens => used.Output,
        _ => used.Input + used.Output,
    };
}
