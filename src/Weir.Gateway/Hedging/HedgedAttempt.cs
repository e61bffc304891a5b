using Weir.Gateway.Calls;
using Weir.Gateway.Model;
using Weir.Gateway.Relay;
using Weir.Gateway.Routing;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Hedging;

/// <summary>
/// One try of a call that may become two: when the first attempt is late, a second one goes to another deployment, and the answer is
/// that of whichever has one first. The other is stopped at once, and both are paid for. Until that is decided each of them touches
/// only itself; the call is written to by this flow alone.
/// </summary>
internal sealed class HedgedAttempt(Admission admission, AttemptSender sender, AnswerRelays relays, Router router, HedgePolicy policy, WeirMetrics metrics)
{
    /// <summary>Tries.</summary>
    /// <returns>The attempt that the call goes on with, whether it has answered or failed.</returns>
    public async ValueTask<SentAttempt> TryAsync(Call call)
    {
        call.Record.Deployment = call.Deployment!.Name;
        var (first, refused) = await EnterAsync(call, call.Deployment);
        if (first is null) return refused;
        Contender? second = null;
        try
        {
            var lateAfter = policy.LateAfter(call, first.Attempt);
            first.Attempt.IsContested = lateAfter is not null;
            first.Start(sender, relays);
            if (lateAfter is { } limit && await IsLateAsync(call, first, limit)) second = await HedgeAsync(call, first);
            var sent = second is null ? await FinishAsync(call, first) : await RaceAsync(call, first, second);
            policy.Learn(call, first);
            return sent;
        }
        finally
        {
            // Nothing is left to be left, unless something was thrown.
            await Task.WhenAll(first.LeaveAsync(), second?.LeaveAsync() ?? Task.CompletedTask);
        }
    }

    /// <summary>Asks to be let through, and gets everything ready to be sent.</summary>
    /// <param name="call">The call.</param>
    /// <param name="deployment">Where it goes.</param>
    /// <param name="late">Beside which other one, or null for the first.</param>
    /// <returns>The attempt or, where none can be sent, why not.</returns>
    private async ValueTask<(Contender?, SentAttempt)> EnterAsync(Call call, DeploymentModel deployment, DeploymentModel? late = null)
    {
        var hasAlternative = router.HasOtherWell(call, deployment, late);
        var permit = await admission.EnterAsync(call, deployment, hasAlternative || late is not null, waits: late is null);
        if (permit.Refusal is { } refusal) return (null, new SentAttempt(null, refusal));
        var prepared = default(SentAttempt);
        try
        {
            prepared = await sender.PrepareAsync(call, deployment, hasAlternative, isHedge: late is not null);
        }
        finally
        {
            if (prepared.Attempt is null)
            {
                permit.Hold?.Release();
                permit.End(call, null, prepared.Error);
            }
        }
        if (prepared.Attempt is not { } attempt) return (null, prepared);
        permit.GiveTo(attempt);
        return (new Contender(call, attempt, permit), prepared);
    }

    /// <summary>Waits until an attempt has an answer or is late.</summary>
    private static async ValueTask<bool> IsLateAsync(Call call, Contender first, TimeSpan limit)
    {
        using var onTime = new CancellationTokenSource();
        var isOver = await Task.WhenAny(first.TakenIn, Task.Delay(limit, call.Time, onTime.Token)) == first.TakenIn;
        await onTime.CancelAsync();
        // One that has begun is not late, although it may not be whole enough to be passed on (commit: full).
        return !isOver && !first.Attempt.HasContent;
    }

    /// <summary>Sends the second attempt, where there is one to be had.</summary>
    private async ValueTask<Contender?> HedgeAsync(Call call, Contender late)
    {
        if (policy.TryHedge(call, late.Attempt) is not { } beside) return null;
        var (second, _) = await EnterAsync(call, beside, late.Attempt.Deployment);
        if (second is null) return null;
        second.Attempt.IsContested = true;
        second.Start(sender, relays);
        return second;
    }

    private async ValueTask<SentAttempt> RaceAsync(Call call, Contender first, Contender second)
    {
        var goesOn = await DecideAsync(first, second);
        var left = goesOn == first ? second : first;
        if (left.HasFailed) call.PassOver(left.Attempt.Deployment);
        var leaving = left.LeaveAsync();
        var sent = await FinishAsync(call, goesOn);
        await leaving;
        metrics.Deployments.Hedged(call.Route!.Name, second.Attempt.Deployment.Name, ResultOf(second, isTaken: goesOn == second));
        return left.HasFailed ? sent with { Before = new FailedAttempt(left.Attempt, left.Error!) } : sent;
    }

    /// <summary>
    /// Waits for the first that has an answer. One that fails leaves it to the other, which is the next attempt already; only what
    /// the first says of the request itself is not asked about elsewhere, and a refusal is not got round.
    /// </summary>
    private static async ValueTask<Contender> DecideAsync(Contender first, Contender second)
    {
        var fastest = await Task.WhenAny(first.TakenIn, second.TakenIn) == first.TakenIn ? first : second;
        if (!fastest.HasFailed) return fastest;
        return fastest == second || fastest.Error!.Failure.EndsCall() ? first : second;
    }

    /// <summary>Makes an attempt the call's own, and passes its answer on if it has one.</summary>
    private async ValueTask<SentAttempt> FinishAsync(Call call, Contender contender)
    {
        var attempt = contender.Attempt;
        var none = await contender.TakenIn;
        // Kept when something is thrown: that says nothing about the deployment.
        CallError? error = CallErrors.Internal();
        (call.Attempt, call.Deployment, call.Record.Deployment) = (attempt, attempt.Deployment, attempt.Deployment.Name);
        try
        {
            error = none ?? await relays.RelayAsync(call, attempt);
            return new SentAttempt(attempt, error);
        }
        finally
        {
            contender.End(error);
        }
    }

    private static string ResultOf(Contender second, bool isTaken)
    {
        if (second.Error is { Failure: not null } && second.HasFailed) return "failed";
        return isTaken && !second.HasFailed ? "won" : "lost";
    }
}
