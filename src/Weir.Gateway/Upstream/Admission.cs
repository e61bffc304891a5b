using System.Runtime.CompilerServices;
using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Health;
using Weir.Gateway.Model;
using Weir.Gateway.Routing;
using Weir.Gateway.Scheduling;

namespace Weir.Gateway.Upstream;

/// <summary>Lets attempts through to their deployments: where there is money for them, where the circuit is closed, and where there is room or it is worth waiting for some.</summary>
internal sealed class Admission(BudgetGate budgets, DeploymentHealths healths, ConcurrencyLimits limits, SlotRequests requests, Router router)
{
    /// <summary>When a slot may be free again, for all that is known.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Asks to be let through.</summary>
    /// <param name="call">The call.</param>
    /// <param name="deployment">Where it wants to go.</param>
    /// <param name="hasAlternative">Whether another deployment could answer; then nobody goes past a circuit that is open.</param>
    /// <param name="waits">Whether it may wait for a slot; one that goes beside another attempt may not, which could answer any moment.</param>
    /// <returns>A permit, which has to be ended exactly once if it is no refusal.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Permit> EnterAsync(Call call, DeploymentModel deployment, bool hasAlternative, bool waits = true)
    {
        // Before there is a slot to be had: one that waits for money must not keep others from it.
        var (hold, poor) = await budgets.EnterAsync(call, deployment, isHedge: !waits);
        if (poor is not null) return Permit.Refused(poor);
        var permit = await EnterAsync(call, deployment, hasAlternative, waits, hold);
        if (permit.Refusal is not null) hold?.Release();
        return permit;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Permit> EnterAsync(Call call, DeploymentModel deployment, bool hasAlternative, bool waits, BudgetHold? hold)
    {
        var health = healths.Of(deployment);
        if (!health.TryEnter(out var trial))
        {
            if (hasAlternative && !call.HasPutOff(deployment)) return PutOff(call, deployment, CallErrors.ModelUnavailable(call.Head!.Model, health.OpenFor));
            // Whoever has nowhere else to go is better off asking than refused; the limit and the budget hold back a storm.
            trial = health.Enter();
        }
        var limit = limits.Of(deployment);
        var request = requests.Of(call, deployment);
        if (limit.TryEnter(request) is { } free) return new Permit(trial, free, hold, requests);
        if (!waits || (!call.HasPutOff(deployment) && router.HasOtherFree(call, deployment)))
        {
            trial.Forget();
            return PutOff(call, deployment, CallErrors.ModelOverloaded(call.Head!.Model, Soon));
        }
        var since = call.ElapsedMicros;
        var result = await limit.EnterAsync(request, call.ClientGone);
        call.Record.QueuedMicros += call.ElapsedMicros - since;
        if (result.Slot is { } slot) return new Permit(trial, slot, hold, requests);
        trial.Forget();
        return Permit.Refused(result.Refusal == SlotRefusal.Cancelled ? CallErrors.ClientGone() : CallErrors.ModelOverloaded(call.Head!.Model, result.RetryAfter));
    }

    private static Permit PutOff(Call call, DeploymentModel deployment, CallError why)
    {
        call.PutOff(deployment);
        return Permit.Refused(why);
    }
}
