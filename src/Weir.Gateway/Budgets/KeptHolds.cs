using System.Collections.Concurrent;
using Weir.Gateway.Configuration;
using Weir.Gateway.Leases;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Budgets;

/// <summary>
/// What calls have reserved whose providers work on after their end, until it is known what they cost. It stands in the database with
/// what it takes to settle them, so that a restart reserves it again.
/// </summary>
internal sealed class KeptHolds(BudgetBook book, ConfigWatcher configuration)
{
    private const string Open =
        $"""
        SELECT c.id, u.reserved_cost, u.reserved_tokens, {SpenderRow.Columns}
        FROM unsettled_responses u JOIN calls c ON c.id = u.call_id JOIN attempts a ON a.call_id = c.id AND a.usage_source = 'pending'
        """;

    private const string OneOpen = $"SELECT {SpenderRow.Columns} FROM calls c JOIN attempts a ON a.call_id = c.id AND a.usage_source = 'pending' WHERE c.id = $1";

    private readonly ConcurrentDictionary<string, BudgetHold> _holds = new(StringComparer.Ordinal);

    /// <summary>Reserves again what was reserved when the program ended.</summary>
    public void Read(Database database)
    {
        using var session = database.Connect();
        using var row = session.Prepare(Open);
        while (row.Read())
        {
            var (callId, amount) = (row.NextString(), new Amount(row.NextDecimal() ?? 0, row.NextLongOrNull() ?? 0));
            var (startedAt, spender) = SpenderRow.Read(row);
            var set = book.Use(configuration.Current.Budgets, spender, startedAt);
            if (set.Accounts.Length > 0) _holds[callId] = book.Reserve(set, amount, startedAt);
            book.Leave(set);
        }
    }

    /// <summary>Keeps what a call has reserved that was written as one whose provider works on.</summary>
    public void Keep(CallRecord call)
    {
        foreach (var attempt in call.Attempts)
        {
            if (attempt is not { UsageSource: UsageSource.Pending, Hold: { } hold }) continue;
            hold.IsKept = true;
            _holds[call.Id] = hold;
        }
    }

    /// <summary>Gives back what a call has reserved that nobody will ask after.</summary>
    public void Drop(string callId)
    {
        if (_holds.TryRemove(callId, out var hold)) hold.Release();
    }

    /// <summary>Says who spends what a call is about to be settled with; in the transaction that does so, before it does.</summary>
    /// <returns>Null when the call is not there or not open.</returns>
    public static (long StartedAt, Spender Spender)? SpenderOf(Session session, string callId)
    {
        using var row = session.Prepare(OneOpen);
        row.Add(callId);
        (long, Spender)? found = row.Read() ? SpenderRow.Read(row) : null;
        row.Reset();
        return found;
    }

    /// <summary>Adds what a call has come to to the counters on disk, in the transaction that settles it.</summary>
    /// <returns>The counters, which have to be given to <see cref="Settle"/> once that is done, or to <see cref="Abandon"/> if it fails.</returns>
    public BudgetSet Write(Session session, long startedAt, in Spender spender, in Amount spent)
    {
        var set = book.Use(configuration.Current.Budgets, spender, startedAt);
        // None of them is read from the disk while nobody knows whether this is part of it.
        book.BeginWrite(set);
        try
        {
            if (spent.IsNone || set.Accounts.IsEmpty) return set;
            using var add = SpentRow.PrepareAdd(session);
            using var leased = new LeaseSpending(session);
            foreach (var account in set.Accounts)
            {
                SpentRow.Add(add, account.RowFor(startedAt), spent);
                if (account.Slice is { } slice) leased.Add(slice, spent.In(account.Budget.Model.Unit));
            }
            leased.Write();
            return set;
        }
        catch
        {
            Abandon(set);
            throw;
        }
    }

    /// <summary>Gives back what a call has reserved, and counts what it has come to.</summary>
    public void Settle(string callId, BudgetSet set, in Amount spent, long startedAt)
    {
        _holds.TryRemove(callId, out var hold);
        book.Settle(hold, set, spent, startedAt);
        Abandon(set);
    }

    /// <summary>Lets go of counters to which nothing is added after all.</summary>
    public void Abandon(BudgetSet set)
    {
        book.EndWrite(set);
        book.Leave(set);
    }
}
