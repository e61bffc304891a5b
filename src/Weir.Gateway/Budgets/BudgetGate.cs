using System.Runtime.CompilerServices;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Budgets;

/// <summary>Lets attempts be made that their call's budgets have room for. Everything that is sent upstream for a client passes here first.</summary>
internal sealed class BudgetGate(BudgetBook book, WeirMetrics metrics, TimeProvider time)
{
    /// <summary>The longest that a call waits for others to give back what they do not need.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly BudgetSet Nothing = new([]);

    /// <summary>When somebody will have given something back, for all that is known.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Reserves what an attempt may come to.</summary>
    /// <param name="call">The call.</param>
    /// <param name="deployment">Where the attempt goes.</param>
    /// <param name="isHedge">Whether it goes beside another attempt, and so may not wait where others have reserved too much.</param>
    /// <returns>What is reserved, or null where nothing has to be; and why the attempt may not be made, or null.</returns>
    public ValueTask<(BudgetHold? Hold, CallError? Refusal)> EnterAsync(Call call, DeploymentModel deployment, bool isHedge)
    {
        var origin = call.Record.OriginOfNext(isHedge);
        if (call.Members is { } members) return new(Together(members, deployment, origin));
        if (call.Budgets is not { } budgets) return default;
        var set = budgets.For(origin);
        // The call's own were waited for when it came.
        return isHedge || set == budgets.Own || CounterWait.IsOver(set) ? EnterAsync(budgets, set, deployment, isHedge) : KnowAsync(budgets, set, deployment);
    }

    private ValueTask<(BudgetHold? Hold, CallError? Refusal)> EnterAsync(CallBudgets budgets, BudgetSet set, DeploymentModel deployment, bool isHedge)
    {
        var bid = BidOf(budgets.Call, set, deployment);
        var grant = TryReserve(budgets, set, bid);
        if (grant.Answer != BudgetAnswer.Busy || isHedge || budgets.HasWaited) return new(Told(budgets, deployment, grant));
        return WaitAsync(budgets, set, deployment, bid);
    }

    private async ValueTask<(BudgetHold? Hold, CallError? Refusal)> KnowAsync(CallBudgets budgets, BudgetSet set, DeploymentModel deployment) =>
        await CounterWait.RunAsync(book, budgets.Call, set) is { } unknown ? (null, unknown) : await EnterAsync(budgets, set, deployment, isHedge: false);

    /// <summary>Reserves for each of the calls that one attempt is made for. Where one of them has no room none is sent with the others.</summary>
    private (BudgetHold? Hold, CallError? Refusal) Together(IReadOnlyList<Call> members, DeploymentModel deployment, Origin origin)
    {
        if (members.All(static member => member.Budgets is null)) return default;
        var parts = new BudgetHold?[members.Count];
        var whole = new BudgetHold(book, Nothing, default, members[0].Record.StartedAt) { Parts = parts };
        for (var i = 0; i < parts.Length; i++)
        {
            // They are of one tenant, but not of one user or feature.
            var budgets = members[i].Budgets;
            var grant = budgets is null ? default : TryReserve(budgets, deployment, origin);
            if (grant.Answer != BudgetAnswer.Granted)
            {
                whole.Release();
                return Told(budgets!, deployment, grant);
            }
            parts[i] = grant.Hold;
        }
        return (whole, null);
    }

    private BudgetGrant TryReserve(CallBudgets budgets, DeploymentModel deployment, Origin origin)
    {
        var set = budgets.For(origin is Origin.Retry or Origin.Hedge ? origin : budgets.Call.Record.Origin);
        return TryReserve(budgets, set, BidOf(budgets.Call, set, deployment));
    }

    private BudgetGrant TryReserve(CallBudgets budgets, BudgetSet set, in BudgetBid bid) =>
        set != budgets.Own && CounterWait.Behind(book, set) is { } behind ? new BudgetGrant(BudgetAnswer.Unknown, default, behind) : book.TryReserve(budgets, set, bid);

    private static BudgetBid BidOf(Call call, BudgetSet budgets, DeploymentModel deployment) =>
        budgets.HasHard ? BudgetBid.Of(call, deployment, budgets.MayLower) : default;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(BudgetHold? Hold, CallError? Refusal)> WaitAsync(CallBudgets budgets, BudgetSet set, DeploymentModel deployment, BudgetBid bid)
    {
        budgets.HasWaited = true;
        var call = budgets.Call;
        var patience = call.TimeLeft / 2 < LongestWait ? call.TimeLeft / 2 : LongestWait;
        var (waiter, began) = (new BudgetWaiter(), time.GetTimestamp());
        try
        {
            while (true)
            {
                var grant = book.TryReserve(budgets, set, bid, waiter);
                var left = patience - time.GetElapsedTime(began);
                // One that found no place in line is not let wait.
                if (grant.Answer != BudgetAnswer.Busy || waiter.At is null || left <= TimeSpan.Zero) return Told(budgets, deployment, grant);
                await waiter.Turn.WaitAsync(left, time, call.ClientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (call.ClientGone.IsCancellationRequested) return (null, CallErrors.ClientGone());
            }
        }
        finally
        {
            book.Leave(waiter);
        }
    }

    /// <summary>Has the attempt ask for no more than is reserved for it; the one before may have had less.</summary>
    private static void Limit(Call call, in BudgetGrant grant)
    {
        if (grant.LoweredTo is { } lowered) (call.OutputLimit, call.OutputLimitBudget) = (lowered, grant.LoweredBy?.Budget.Model.Name);
        else if (!grant.Amount.IsNone) (call.OutputLimit, call.OutputLimitBudget) = (call.Landing?.MaxTokens, call.Landing?.Budget);
    }

    private (BudgetHold? Hold, CallError? Refusal) Told(CallBudgets budgets, DeploymentModel deployment, in BudgetGrant grant)
    {
        if (grant.Answer == BudgetAnswer.Granted)
        {
            Limit(budgets.Call, grant);
            return (grant.Hold, null);
        }
        var budget = grant.At!.Budget.Model;
        var figures = book.Look(grant.At);
        if (grant.Answer == BudgetAnswer.Unknown) return (null, CallErrors.BudgetNotRead(budget.Name));
        metrics.Budgets.Refused(budget.Name, grant.Answer switch { BudgetAnswer.Busy => "busy", BudgetAnswer.Unpriced => "unpriced", _ => "exceeded" });
        return (null, grant.Answer switch
        {
            BudgetAnswer.Busy => CallErrors.BudgetBusy(budget.Name, BudgetWords.LimitOf(budget, figures), Soon),
            BudgetAnswer.Unpriced => CallErrors.BudgetUnpriced(budget.Name, deployment.Name),
            _ => CallErrors.BudgetExceeded(
                budget.Name, BudgetWords.StateOf(budget, figures), BudgetWords.NeededOf(budget, figures, grant.Amount), BudgetWords.ResetOf(figures), budget.Contact),
        });
    }
}
