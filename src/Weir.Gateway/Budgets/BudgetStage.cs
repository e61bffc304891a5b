using Weir.Gateway.Calls;

namespace Weir.Gateway.Budgets;

/// <summary>Finds the budgets of a call, once it is known who makes it and what for.</summary>
internal sealed class BudgetStage(BudgetBook book) : ICallStage
{
    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(Call call)
    {
        if (call.Model.Budgets.IsEmpty) return new(true);
        call.Budgets = book.Open(call);
        if (call.Budgets is not { } budgets) return new(true);
        return NotCounted(budgets) is null ? new(Land(call, budgets)) : WaitAsync(call, budgets);
    }

    private bool Land(Call call, CallBudgets budgets)
    {
        call.Landing = book.LandingIn(budgets.Own);
        return true;
    }

    /// <summary>A hard budget of which nobody knows yet what is left.</summary>
    private static BudgetState? NotCounted(CallBudgets budgets)
    {
        foreach (var account in budgets.Own.Accounts)
            if (account.Budget is { Model.IsHard: true, Counted.IsCompleted: false } behind) return behind;
        return null;
    }

    private async ValueTask<bool> WaitAsync(Call call, CallBudgets budgets)
    {
        var began = call.Time.GetTimestamp();
        while (NotCounted(budgets) is { } behind)
        {
            var left = BudgetGate.LongestWait - call.Time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero) return call.Fail(CallErrors.BudgetNotCounted(behind.Model.Name));
            await behind.Counted.WaitAsync(left, call.Time, call.ClientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (call.ClientGone.IsCancellationRequested) return call.Fail(CallErrors.ClientGone());
        }
        return Land(call, budgets);
    }
}
