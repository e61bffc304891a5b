using Weir.Gateway.Calls;

namespace Weir.Gateway.Budgets;

/// <summary>Waits until it is known what a call's counters have spent: until a new budget is counted, and a counter read that was not in memory.</summary>
internal static class CounterWait
{
    /// <summary>Whether there is nothing to wait for.</summary>
    public static bool IsOver(BudgetSet set)
    {
        foreach (var account in set.Accounts)
            if (!account.IsKnown || IsBehind(account)) return false;
        return true;
    }

    /// <summary>The first of the hard ones that is to be waited for, by one who may not wait; the next one need not, perhaps.</summary>
    public static BudgetAccount? Behind(BudgetBook book, BudgetSet set)
    {
        BudgetAccount? first = null;
        foreach (var account in set.Accounts)
        {
            if (!account.IsKnown) _ = book.Upkeep.KnowAsync(account);
            if (first is null && account.Budget.Model.IsHard && (!account.IsKnown || IsBehind(account))) first = account;
        }
        return first;
    }

    /// <summary>Waits, for <see cref="BudgetGate.LongestWait"/> at most.</summary>
    /// <returns>Why the call cannot be made, or null. A soft budget that nobody knows stops no call.</returns>
    public static async ValueTask<CallError?> RunAsync(BudgetBook book, Call call, BudgetSet set)
    {
        var began = call.Time.GetTimestamp();
        for (var i = 0; i < set.Accounts.Length; i++)
        {
            var account = set.Accounts[i];
            while (!account.IsKnown || IsBehind(account))
            {
                var patience = BudgetGate.LongestWait - call.Time.GetElapsedTime(began);
                var left = call.TimeLeft < patience ? call.TimeLeft : patience;
                var known = account.IsKnown ? null : book.Upkeep.KnowAsync(account);
                if (left > TimeSpan.Zero) await (known ?? account.Budget.Counted).WaitAsync(left, call.Time, call.ClientGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (call.ClientGone.IsCancellationRequested) return CallErrors.ClientGone();
                var isRead = known is null || known is { IsCompletedSuccessfully: true, Result: true };
                if (isRead && left > TimeSpan.Zero) continue;
                if (!account.Budget.Model.IsHard) break;
                return known is null ? CallErrors.BudgetNotCounted(account.Budget.Model.Name) : CallErrors.BudgetNotRead(account.Budget.Model.Name);
            }
        }
        return null;
    }

    /// <summary>A hard budget that is new, so that nobody knows yet what was spent before.</summary>
    private static bool IsBehind(BudgetAccount account) => account.Budget is { Model.IsHard: true, Counted.IsCompleted: false };
}
