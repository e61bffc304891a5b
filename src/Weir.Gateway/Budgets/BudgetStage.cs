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
        return CounterWait.IsOver(budgets.Own) ? new(Land(call, budgets)) : WaitAsync(call, budgets);
    }

    private bool Land(Call call, CallBudgets budgets)
    {
        call.Landing = book.LandingIn(budgets.Own);
        return true;
    }

    private async ValueTask<bool> WaitAsync(Call call, CallBudgets budgets) =>
        await CounterWait.RunAsync(book, call, budgets.Own) is { } unknown ? call.Fail(unknown) : Land(call, budgets);
}
