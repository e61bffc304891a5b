using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Limits;

/// <summary>
/// Counts what a call has used against its limits, when it is settled: by the provider's own counts. A request counts when it was
/// sent, or answered from what was sent for others; one that was refused, or whose client left before, does not.
/// </summary>
internal sealed class LimitSettlement(OutputEstimates estimates)
{
    public void Settle(Call call)
    {
        var record = call.Record;
        if (call.Endpoint.HasOutput && record is { Outcome: Outcome.Completed, UsageSource: UsageSource.Provider, Tenant: { } tenant, Attempts.Count: > 0 })
            estimates.Learn(tenant, record.ModelAsked ?? "", record.LastAttempt()!.Usage.Output);
        if (call.Limits is not { Refusal: null } limits) return;
        var isMade = record.Attempts.Count > 0 || call.Error is null;
        record.LimitCounts = limits.Settle(isMade ? Used(record, limits) : default);
    }

    private static LimitNeeds Used(CallRecord record, CallLimits limits) => record.UsageSource switch
    {
        // The provider is still at work, or nobody will ever know: what was expected is the best that is known.
        UsageSource.Pending or UsageSource.Unknown => limits.Needs,
        _ => new LimitNeeds(1, record.Usage.Input, record.Usage.Output),
    };
}
