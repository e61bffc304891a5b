using Weir.Gateway.Calls;
using Weir.Gateway.Configuration;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Budgets;

/// <summary>Has calls count in budgets that came into force while they were under way. They are not held back by them any more.</summary>
internal sealed class LateBudgets(BudgetBook book, ConfigWatcher configuration)
{
    /// <summary>Counts a call that has ended, and is about to be written.</summary>
    public void Count(Call call)
    {
        var index = configuration.Current.Budgets;
        if (ReferenceEquals(index, call.Model.Budgets) || index.IsEmpty) return;
        foreach (var attempt in call.Record.Attempts)
        {
            // One that is settled later counts where it does then.
            if (attempt.UsageSource == UsageSource.Pending) continue;
            var set = book.Use(index, Spender.Of(call.Record) with { Origin = attempt.Origin }, call.Record.StartedAt);
            if (set.Without(attempt.Hold) is { } missing) attempt.Hold = book.SpendLate(missing, attempt, call.Record.StartedAt);
            book.Leave(set);
        }
    }
}
