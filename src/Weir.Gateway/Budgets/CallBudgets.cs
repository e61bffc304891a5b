using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Budgets;

/// <summary>The budgets that hold for a call, and what its attempts have reserved in them. Whatever is still reserved at its end is given back.</summary>
/// <param name="book">Where they are counted.</param>
/// <param name="call">The call.</param>
/// <param name="own">The counters of attempts that are made for what the call is.</param>
internal sealed class CallBudgets(BudgetBook book, Call call, BudgetSet own) : IDisposable
{
    public Call Call => call;

    public BudgetSet Own => own;

    /// <summary>When the call came, microseconds since the Unix epoch: the window in which everything counts that it spends.</summary>
    public long StartedAt => call.Record.StartedAt;

    /// <summary>Whether the call has waited for others to give something back; once is enough.</summary>
    public bool HasWaited { get; set; }

    /// <summary>The last of what its attempts have reserved; null when there were none. Guarded by the book's lock.</summary>
    public BudgetHold? LastHold { get; set; }

    /// <summary>Whether it has ended, and keeps no counter in memory any more. Guarded by the book's lock, as the one below.</summary>
    public bool IsClosed { get; set; }

    /// <summary>The counters of attempts that are made for something else than the call; null for none.</summary>
    public List<(Origin Origin, BudgetSet Set)>? Others { get; set; }

    /// <summary>The counters of an attempt.</summary>
    /// <param name="origin">What it is made for.</param>
    public BudgetSet For(Origin origin) => origin == call.Record.Origin || !call.Model.Budgets.TellsOriginsApart ? own : book.UseFor(this, origin);

    /// <inheritdoc/>
    public void Dispose() => book.Close(this);
}
