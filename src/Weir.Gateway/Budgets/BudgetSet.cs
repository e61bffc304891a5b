namespace Weir.Gateway.Budgets;

/// <summary>The counters that an attempt counts in.</summary>
internal sealed class BudgetSet
{
    private readonly BudgetAccount[] _accounts;

    public BudgetSet(BudgetAccount[] accounts)
    {
        (_accounts, MayLower) = (accounts, true);
        foreach (var account in accounts)
        {
            HasHard |= account.Budget.Model.IsHard;
            MayLower &= account.Budget.Model is not { IsHard: true, LowersMaxTokens: false };
        }
    }

    public ReadOnlySpan<BudgetAccount> Accounts => _accounts;

    /// <summary>Whether one of them is never to be exceeded.</summary>
    public bool HasHard { get; }

    /// <summary>Whether all of those allow that an attempt is given fewer output tokens than it asks for.</summary>
    public bool MayLower { get; }
}
