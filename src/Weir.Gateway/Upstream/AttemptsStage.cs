using System.Runtime.CompilerServices;
using Weir.Gateway.Calls;
using Weir.Gateway.Hedging;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Relay;
using Weir.Gateway.Rescue;
using Weir.Gateway.Routing;

namespace Weir.Gateway.Upstream;

/// <summary>
/// Gets a call answered: asks a deployment, and where that fails the same one again or another, until one answers, the call's
/// time is over or nothing is left to be tried. Once a byte has reached the client only what goes on from there is tried (<see cref="StreamRescue"/>).
/// </summary>
internal sealed class AttemptsStage(
    Admission admission, AttemptSender sender, AnswerRelays relays, HedgedAttempt hedged, Router router, RetryPolicy policy, RetryBudget budget, StreamRescues rescues, CallGate gate) : ICallStage
{
    /// <summary>For how long a call waits for the budget.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(Call call)
    {
        budget.Original(call.Key!.Tenant, call.Deployment!.Provider.Name);
        var failures = new Failures(call.Deployment);
        var retries = 0;
        for (var tries = 1; ; tries++)
        {
            var sent = await (HedgePolicy.Suits(call) ? hedged.TryAsync(call) : TryAsync(call));
            if (sent.Before is { } before) failures.Add(before.Attempt.Deployment, before.Attempt, before.Error);
            if (sent.Error is not { } error)
            {
                rescues.Conclude(call, isWhole: true);
                return true;
            }
            if (sent.Attempt is { Watch.Stop: AttemptStop.Displaced } displaced && !call.Reply.HasBegun)
            {
                // It was at work on what it had read.
                (call.HasBeenDisplaced, displaced.HasProduced) = (true, true);
                Leave(call);
                continue;
            }
            if (call.Rescue?.TurnsToRestart(call, sent) == true)
            {
                Leave(call);
                continue;
            }
            // Why its stream broke is what the client is told; not what became of the attempts to mend it.
            if (call.Rescue is not { IsUnderWay: true } || error.Failure is null) failures.Add(call.Deployment!, sent.Attempt, error);
            var next = JudgeOf(call, sent, error, tries);
            if (next.Step == Step.Again && (++retries > call.Route!.Retries || !await MayRetryAsync(call))) next = Elsewhere(call);
            if (next.Step == Step.Stop || (next.Step == Step.Elsewhere && !TryGoElsewhere(call, sent, error)))
            {
                rescues.Conclude(call, isWhole: false);
                return failures.Tell(call);
            }
            if (next.Step == Step.Elsewhere) tries = 0;
            Leave(call);
            if (next.Delay > TimeSpan.Zero && await WaitAsync(call, next.Delay) is { } stopped)
            {
                rescues.Conclude(call, isWhole: false);
                return call.Fail(stopped);
            }
        }
    }

    /// <summary>One try: the request out, the answer in and on to the client.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SentAttempt> TryAsync(Call call)
    {
        var deployment = call.Deployment!;
        call.Record.Deployment = deployment.Name;
        var hasAlternative = router.HasOtherWell(call, deployment);
        var permit = await admission.EnterAsync(call, deployment, hasAlternative);
        if (permit.Refusal is { } refusal) return new SentAttempt(null, refusal);
        var sent = default(SentAttempt);
        var hasEnded = false;
        try
        {
            sent = await sender.PrepareAsync(call, deployment, hasAlternative);
            if (sent.Attempt is not { } attempt) return sent;
            permit.GiveTo(attempt);
            // Once: what waits for its turn a second time is given it.
            if (call is { Priority: CallPriority.Low, HasBeenDisplaced: false }) attempt.Slot!.MayBeStopped(attempt.Watch.Displace);
            call.Attempt = attempt;
            sent = sent with { Error = await sender.SendAsync(call, attempt) ?? await relays.RelayAsync(call, attempt) };
            attempt.End(sent.Error);
            hasEnded = true;
            return sent;
        }
        finally
        {
            // Without an end it was a mistake of ours, which says nothing about the deployment.
            if (!hasEnded) sent.Attempt?.End(CallErrors.Internal());
            if (sent.Attempt is null) permit.Hold?.Release();
            permit.End(call, hasEnded ? sent.Attempt : null, sent.Error);
        }
    }

    private NextStep JudgeOf(Call call, in SentAttempt sent, CallError error, int tries)
    {
        if (call.Route is null || call.TimeLeft <= TimeSpan.Zero || call.ClientGone.IsCancellationRequested) return new NextStep(Step.Stop);
        // What was sent cannot be taken back: another attempt has to go on from there.
        if (call.Reply.HasBegun && call.Rescue?.TryTakeOver(sent, error) != true) return new NextStep(Step.Stop);
        // What one deployment cannot be told, or may not be asked in this account, another can perhaps.
        if (sent.Attempt is not { } attempt) return Elsewhere(call);
        // The upstream may be at work on it whatever was heard of it; only its own word tells that it is not.
        if (attempt.IsBackground && attempt.Record.Status is null or < 300) return new NextStep(Step.Stop);
        var next = policy.Judge(call, error, Router.HasOther(call, attempt.Deployment), router.HasOtherWell(call, attempt.Deployment), tries);
        // A client in the middle of an answer is not kept waiting where another could go on at once.
        return next.Step == Step.Again && call.Reply.HasBegun && Router.HasOther(call, attempt.Deployment) ? Elsewhere(call) : next;
    }

    private static NextStep Elsewhere(Call call) => new(Router.HasOther(call, call.Deployment!) ? Step.Elsewhere : Step.Stop);

    private bool TryGoElsewhere(Call call, in SentAttempt sent, CallError error)
    {
        var left = call.Deployment!;
        call.PassOver(left);
        if (error.Failure == FailureClass.ContextLength) Router.PassOverSmaller(call, left);
        while ((router.Next(call) ?? (call.TryComeBack() ? router.Next(call) : null)) is { } next)
        {
            // The same provider under another name takes the same load.
            if (next.Provider.Name != left.Provider.Name) budget.Original(call.Key!.Tenant, next.Provider.Name);
            else if (sent.Attempt is not null && !budget.TryWithdraw(call.Key!.Tenant, next.Provider.Name))
            {
                call.PassOver(next);
                continue;
            }
            call.Deployment = next;
            return true;
        }
        return false;
    }

    /// <summary>Asks the budget for a retry where the call is; waits for it if nobody else is well, since that is better than asking one that is known to fail.</summary>
    private ValueTask<bool> MayRetryAsync(Call call)
    {
        var (tenant, at) = (call.Key!.Tenant, call.Deployment!);
        if (router.HasOtherWell(call, at)) return new(budget.TryWithdraw(tenant, at.Provider.Name));
        Leave(call);
        return budget.WithdrawAsync(tenant, at.Provider.Name, call.TimeLeft / 2 < LongestWait ? call.TimeLeft / 2 : LongestWait, call.ClientGone);
    }

    /// <summary>Closes an attempt that another one follows.</summary>
    private static void Leave(Call call)
    {
        if (call.Attempt is not { } attempt) return;
        AttemptAccount.Close(call, attempt, call.ElapsedMicros);
        attempt.Dispose();
        call.Attempt = null;
        if (!call.Reply.HasBegun) call.Reply.Reset();
    }

    /// <returns>Why there is no use in trying again, or null.</returns>
    private async ValueTask<CallError?> WaitAsync(Call call, TimeSpan delay)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(call.ClientGone, gate.Cut);
        try
        {
            await Task.Delay(delay, call.Time, stop.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return call.ClientGone.IsCancellationRequested ? CallErrors.ClientGone() : CallErrors.Interrupted();
        }
    }
}
