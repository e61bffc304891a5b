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
        return call.Budgets is { } budgets && NotCounted(budgets) is { } behind ? WaitAsync(call, behind) : new(true);
    }

    /// <summary>A hard budget of which nobody knows yet what is left.</summary>
    private static BudgetState? NotCounted(CallBudgets budgets)
    {
        foreach (var account in budgets.Own.Accounts)
            if (account.Budget is { Model.IsHard: true, Counted.IsCompleted: false } behind) return behind;
        return null;
    }

    private async ValueTask<bool> WaitAsync(Call call, BudgetState behind)
    {
        await behind.Counted.WaitAsync(BudgetGate.LongestWait, call.Time, call.ClientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (call.ClientGone.IsCancellationRequested) return call.Fail(CallErrors.ClientGone());
        return NotCounted(call.Budgets!) is not { } still || call.Fail(CallErrors.BudgetNotCounted(still.Model.Name));
    }
}
