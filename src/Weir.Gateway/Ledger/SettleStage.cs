using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Identity;
using Weir.Gateway.Limits;
using Weir.Gateway.Responses;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Ledger;

/// <summary>
/// The last stage, which every call reaches: works out usage and cost, writes the facts, and only then lets the end of
/// the answer go.
/// </summary>
internal sealed class SettleStage(ILedger ledger, SettledMetrics metrics, ResponseQuota quota, LateBudgets budgets, LimitSettlement limits, KeptHolds holds, UnpricedWatch unpriced, ILogger<SettleStage> log)
{
    /// <summary>Settles a call that went through the stages, and ends the answer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(Call call)
    {
        Conclude(call);
        budgets.Count(call);
        // Before the client has seen the end: it may ask again in the same moment.
        limits.Settle(call);
        // A stranger's request, one that showed no valid key, is counted but not kept: otherwise anybody could fill the disk.
        var recorded = call.Key is null || await AppendAsync(call);
        foreach (var attempt in call.Record.Attempts) unpriced.Look(attempt);
        var isGone = call.Record.Outcome == Outcome.ClientGone;
        var error = recorded || isGone ? call.Error : CallErrors.LedgerUnavailable();
        metrics.Count(call, error?.Outcome ?? call.Record.Outcome);
        if (error is not null) QueueHeader.Tell(call);
        if (isGone) call.Reply.Abort();
        else await (error is null ? call.Reply.FinishAsync() : call.Reply.FailAsync(error));
    }

    /// <summary>Answers a call that was not let in: counted, not kept.</summary>
    public ValueTask RefuseAsync(Call call)
    {
        Conclude(call);
        metrics.Count(call, call.Record.Outcome);
        return call.Reply.FailAsync(call.Error!);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AppendAsync(Call call)
    {
        try
        {
            BudgetHold.Await(call.Record);
            // First: once it is written anybody may settle it.
            if (call.Record.Unsettled is not null) holds.Keep(call.Record);
            await ledger.AppendAsync(call.Record);
            if (call.Record.Stored is { } stored) quota.Add(stored);
            return true;
        }
        catch (LedgerException broken)
        {
            CallsLog.LedgerFailed(log, call.Record.Id, broken.Message);
            BudgetHold.Written(call.Record);
            holds.Drop(call.Record.Id);
            return false;
        }
    }

    private static void Conclude(Call call)
    {
        var record = call.Record;
        record.DurationMicros = call.ElapsedMicros;
        record.Outcome = call.LastAnswer?.Outcome ?? call.Error?.Outcome ?? Outcome.Completed;
        record.Status = StatusOf(call);
        record.ErrorCode = Attribution.Clip(CodeOf(call.LastAnswer?.Error ?? call.Error));
        record.ModelAsked = Attribution.Clip(record.ModelAsked);
        if (call.Attempt is { } attempt) Close(call, attempt);
        if (record.Attempts.Count > 0) AttemptAccount.Sum(record);
        // What the attempts cost stays; but none of them has answered.
        if (call.LastAnswer is not null) (record.Deployment, record.Region, record.ModelAnswered, record.FinishReason) = (null, null, null, null);
    }

    /// <summary>Closes the last attempt, which the call ended with.</summary>
    private static void Close(Call call, Attempt attempt)
    {
        call.Record.FinishReason = Attribution.Clip(attempt.FinishReason);
        // A leader's attempt that others were given is whole, although its own client has gone.
        if (call.Error is { Outcome: not Outcome.ClientGone } && attempt.Record.Outcome == Outcome.Completed) attempt.Record.Outcome = call.Error.Outcome;
        // A stream that told the usage has told the end.
        if (call.Record.Stored is null && attempt.Record.UsageSource == UsageSource.None) ResponseKeeper.KeepBegun(call);
        if (OpenUsage(call.Record, attempt) is { } open) attempt.Record.UsageSource = open;
        AttemptAccount.Close(call, attempt, call.Record.DurationMicros);
    }

    /// <summary>What is to be said of the usage where the provider works on after the call: that it is not known yet, or that it never will be.</summary>
    private static UsageSource? OpenUsage(CallRecord record, Attempt attempt)
    {
        if (record.Unsettled is not null) return UsageSource.Pending;
        var mayBeAtWork = attempt.IsBackground && record.Stored is null && attempt.Record.UsageSource == UsageSource.None;
        return mayBeAtWork && (attempt.Record.Status < 300 || attempt.Record.Outcome == Outcome.TimedOut) ? UsageSource.Unknown : null;
    }

    private static string? CodeOf(CallError? error) => error?.RecordedAs ?? error?.Code;

    private static int StatusOf(Call call)
    {
        if (call.Record.Outcome == Outcome.ClientGone) return 499;
        // What was written goes out with the status that it was written under, sent so far or not.
        return call.Error is null || call.Reply.HasBegun ? call.Http.Response.StatusCode : call.Error.Status;
    }
}
