using Weir.Gateway.Calls;

namespace Weir.Gateway.Budgets;

/// <summary>The budgets that hold for a call, and what its attempts have reserved in them. Whatever is still reserved at its end is given back.</summary>
/// <param name="book">Where they are counted.</param>
/// <param name="call">The call.</param>
/// <param name="accounts">Their counters.</param>
internal sealed class CallBudgets(BudgetBook book, Call call, BudgetAccount[] accounts) : IDisposable
{
    public BudgetBook Book => book;

    public Call Call => call;

    public BudgetAccount[] Accounts => accounts;

    /// <summary>When the call came, microseconds since the Unix epoch: the window in which everything counts that it spends.</summary>
    public long StartedAt => call.Record.StartedAt;

    /// <summary>Whether the call has waited for others to give something back; once is enough.</summary>
    public bool HasWaited { get; set; }

    /// <summary>The last of what its attempts have reserved; null when there were none. Guarded by the book's lock.</summary>
    public BudgetHold? LastHold { get; set; }

    /// <summary>Whether one of them is never to be exceeded.</summary>
    public bool HasHard
    {
        get
        {
            foreach (var account in accounts)
                if (account.Budget.Model.IsHard) return true;
            return false;
        }
    }

    /// <summary>Whether all of those allow that the call is given fewer output tokens than it asks for.</summary>
    public bool MayLower
    {
        get
        {
            foreach (var account in accounts)
                if (account.Budget.Model is { IsHard: true, LowersMaxTokens: false }) return false;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => book.Close(this);
}
