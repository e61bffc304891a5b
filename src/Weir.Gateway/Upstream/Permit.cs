using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Health;
using Weir.Gateway.Ledger;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Scheduling.Concurrency;
using Weir.Tokens;

namespace Weir.Gateway.Upstream;

/// <summary>An attempt's right to go to its deployment. When it is over it says how the deployment did, and makes room for the next.</summary>
internal readonly struct Permit
{
    private readonly Trial _trial;
    private readonly Slot? _slot;
    private readonly SlotRequests? _requests;

    public Permit(in Trial trial, Slot slot, BudgetHold? hold, SlotRequests requests) => (_trial, _slot, Hold, _requests) = (trial, slot, hold, requests);

    private Permit(CallError refusal) => Refusal = refusal;

    /// <summary>What is reserved for the attempt in its call's budgets, which has to be settled or released; null where nothing is.</summary>
    public BudgetHold? Hold { get; }

    /// <summary>Why the attempt may not go, or null.</summary>
    public CallError? Refusal { get; }

    public static Permit Refused(CallError why) => new(why);

    /// <summary>Gives an attempt what was reserved for it.</summary>
    public void GiveTo(Attempt attempt)
    {
        attempt.Record.Hold = Hold;
        attempt.Slot = _slot;
        attempt.Record.QueuedMicros = (long)_slot!.Waited.TotalMicroseconds;
    }

    /// <summary>Ends it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">What it was used for, or null when nothing was sent after all, or it was stopped before it showed anything.</param>
    /// <param name="error">How the attempt failed, or null.</param>
    public void End(Call call, Attempt? attempt, CallError? error)
    {
        if (attempt is null || (error is not null && (error.Failure is null || IsAboutClients(call, attempt, error)))) _trial.Forget();
        else if ((error?.Failure ?? attempt.Poor) is { } failure) _trial.Failed(failure);
        else _trial.Succeeded();

        var outcome = error is null && attempt is not null ? SlotOutcome.Answered : error?.Failure is { } failed ? SlotOutcomes.Of(failed) : SlotOutcome.Untold;
        TimeSpan? firstToken = attempt?.Record is { FirstTokenMicros: { } first } record ? TimeSpan.FromMicroseconds(first - record.StartedMicros) : null;
        var used = attempt is null ? default : UsedBy(call, attempt);
        if (outcome == SlotOutcome.Answered && attempt!.Record.UsageSource == UsageSource.Provider) _requests!.Learn(call, attempt.Deployment, used.Output);
        _slot?.Leave(outcome, firstToken, used);
    }

    /// <summary>What an attempt has used, by its provider's word or as far as it was heard; nothing where the provider was not at work.</summary>
    private static ServiceUsed UsedBy(Call call, Attempt attempt)
    {
        if (attempt.Record.UsageSource.HasCounts())
        {
            var usage = attempt.Record.Usage;
            return new ServiceUsed(usage.Input, usage.CachedInput, usage.Output);
        }
        return attempt.HasProduced ? new ServiceUsed(TokenEstimate.OfBytes(call.Body!.Bytes.Length), 0, TokenEstimate.OfBytes(attempt.ContentBytes)) : new ServiceUsed(0, 0, 0) { IsSent = true };
    }

    /// <summary>Whether a failure is about what the client names and the provider does not have, or not for it: a file, an item, a response.</summary>
    private static bool IsAboutClients(Call call, Attempt attempt, CallError error) => call.Endpoint.Operation == Operation.Relay
        ? attempt.Record.Status is 400 or (>= 403 and < 429 and not 408)
        : error.Failure == FailureClass.NotFound && (call.Head!.Kept is not null || call.Head.PreviousResponse is not null);
}
