using System.Runtime.InteropServices;
using Weir.Gateway.Leases;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Budgets;

/// <summary>
/// Adds what a batch of calls has spent to <c>budget_spent</c>, in the transaction that writes them: a row for each counter, however
/// many of the calls count in it. Used by the ledger's writer alone.
/// </summary>
internal sealed class SpentSums : IDisposable
{
    private readonly Dictionary<SpentKey, Amount> _sums = [];
    private readonly Statement _add;
    private readonly LeaseSpending _leased;

    public SpentSums(Session session) => (_add, _leased) = (SpentRow.PrepareAdd(session), new LeaseSpending(session));

    /// <summary>Takes in what a call that was written has spent.</summary>
    public void Add(CallRecord call)
    {
        foreach (var attempt in call.Attempts)
        {
            if (attempt.Hold is not { } hold || BudgetHold.SpentBy(attempt) is not { IsNone: false } spent) continue;
            foreach (var account in hold.Accounts)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_sums, account.RowFor(call.StartedAt), out _) += spent;
                if (account.Slice is { } slice) _leased.Add(slice, spent.In(account.Budget.Model.Unit));
            }
        }
    }

    /// <summary>Writes what was taken in.</summary>
    public void Write()
    {
        foreach (var (key, amount) in _sums) SpentRow.Add(_add, key, amount);
        _sums.Clear();
        _leased.Write();
    }

    /// <summary>Forgets what was taken in: the transaction was taken back.</summary>
    public void Clear()
    {
        _add.Reset();
        _sums.Clear();
        _leased.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _add.Dispose();
        _leased.Dispose();
    }
}
