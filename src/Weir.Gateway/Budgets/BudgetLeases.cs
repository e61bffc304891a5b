using Weir.Gateway.Leases;

namespace Weir.Gateway.Budgets;

/// <summary>Has hard budgets' counters spend of slices, where several gateways share them. Runs under the lock of the <see cref="BudgetBook"/>.</summary>
/// <param name="leases">What this gateway has leased.</param>
/// <param name="gate">The book's lock.</param>
internal sealed class BudgetLeases(LeaseBook leases, Lock gate)
{
    /// <summary>Opens the slice of a counter, or closes it, as its budget is configured.</summary>
    public void Fit(BudgetAccount account)
    {
        var budget = account.Budget.Model;
        if (!budget.IsHard)
        {
            account.LeaseFrom(null);
            return;
        }
        // One in dollars and one in tokens are counted apart, though what they count is the same.
        var definition = $"{budget.Definition}/{(budget.Unit == BudgetUnit.Money ? "usd" : "tokens")}";
        var key = new LeaseKey(budget.Name, definition, account.Subject, account.Key);
        if (account.Slice?.Key == key) return;
        account.LeaseFrom(leases.Open(key, budget.Unit == BudgetUnit.Money ? LeaseTerms.Money : LeaseTerms.Tokens, gate, account.WakeFirst));
    }

    /// <summary>Says for an attempt that is the first in line what it waits for, in all of its budgets: only then is it given all of it at once.</summary>
    public static void Ask(BudgetSet set, in Amount amount)
    {
        foreach (var account in set.Accounts) account.Slice?.Ask(amount.In(account.Budget.Model.Unit));
    }

    /// <summary>It waits no more.</summary>
    public static void StopAsking(BudgetSet set)
    {
        foreach (var account in set.Accounts) account.Slice?.StopAsking();
    }
}
