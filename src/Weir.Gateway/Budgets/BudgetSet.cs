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
            HasLandings |= account.Budget.Model.HasLandings;
            HasHard |= account.Budget.Model.IsHard;
            MayLower &= account.Budget.Model is not { IsHard: true, LowersMaxTokens: false };
        }
    }

    /// <summary>Keeps its counters in memory until <see cref="Leave"/>. Under the lock of the <see cref="BudgetBook"/>, as all that is about memory.</summary>
    public void Use(CounterMemory memory)
    {
        foreach (ref var account in _accounts.AsSpan()) account = memory.Use(account);
    }

    public void Leave(CounterMemory memory, long now)
    {
        foreach (var account in _accounts) memory.Leave(account, now);
    }

    /// <summary>Those that a hold does not count in; null where there are none.</summary>
    public BudgetSet? Without(BudgetHold? hold)
    {
        BudgetAccount[] missing = [.. _accounts.Where(account => hold is null || !hold.Accounts.Contains(account))];
        return missing.Length > 0 ? new BudgetSet(missing) : null;
    }

    /// <summary>These and those of a hold.</summary>
    public BudgetSet With(BudgetHold? hold) => hold is null ? this : new BudgetSet([.. hold.Accounts, .. _accounts]);

    public ReadOnlySpan<BudgetAccount> Accounts => _accounts;

    /// <summary>Whether one of them does something to calls on the way to its limit.</summary>
    public bool HasLandings { get; }

    /// <summary>Whether one of them is never to be exceeded.</summary>
    public bool HasHard { get; }

    /// <summary>Whether all of those allow that an attempt is given fewer output tokens than it asks for.</summary>
    public bool MayLower { get; }
}
