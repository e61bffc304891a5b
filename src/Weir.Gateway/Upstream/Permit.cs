using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Health;
using Weir.Gateway.Scheduling;
using Weir.Tokens;

namespace Weir.Gateway.Upstream;

/// <summary>An attempt's right to go to its deployment. When it is over it says how the deployment did, and makes room for the next.</summary>
internal readonly struct Permit
{
    private readonly Trial _trial;
    private readonly DeploymentLimit? _limit;

    public Permit(in Trial trial, DeploymentLimit limit, BudgetHold? hold) => (_trial, _limit, Hold) = (trial, limit, hold);

    private Permit(CallError refusal) => Refusal = refusal;

    /// <summary>What is reserved for the attempt in its call's budgets, which has to be settled or released; null where nothing is.</summary>
    public BudgetHold? Hold { get; }

    /// <summary>Why the attempt may not go, or null.</summary>
    public CallError? Refusal { get; }

    public static Permit Refused(CallError why) => new(why);

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
        _limit?.Leave(outcome, firstToken, (int)TokenEstimate.OfBytes(call.Body!.Bytes.Length));
    }

    /// <summary>Whether a failure is about what the client names and the provider does not have, or not for it: a file, an item, a response.</summary>
    private static bool IsAboutClients(Call call, Attempt attempt, CallError error) => call.Endpoint.Operation == Operation.Relay
        ? attempt.Record.Status is 400 or (>= 403 and < 429 and not 408)
        : error.Failure == FailureClass.NotFound && (call.Head!.Kept is not null || call.Head.PreviousResponse is not null);
}
