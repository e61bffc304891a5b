namespace Weir.Gateway.Budgets;

/// <summary>What is done to counters beside the calls: they are read, counted from the ledger, forgotten, and their budgets configured anew.</summary>
/// <param name="book">The counters.</param>
/// <param name="sums">What they add up to.</param>
/// <param name="memory">Which of them are in memory.</param>
/// <param name="gate">The book's lock.</param>
internal sealed class BudgetUpkeep(BudgetBook book, CounterSums sums, CounterMemory memory, Lock gate)
{
    /// <summary>Told of each counter that is to be read from the database, under the lock: has to be quick. Set once, while wiring.</summary>
    public Action<BudgetAccount>? Reader
    {
        get => memory.Reader;
        set => memory.Reader = value;
    }

    /// <summary>How many counters are kept in memory, unless more are in use; <see cref="CounterMemory.DefaultCapacity"/> unless set.</summary>
    public int Capacity
    {
        get => memory.Capacity;
        set => memory.Capacity = value;
    }

    /// <summary>How many counters are in memory.</summary>
    public int Count => memory.Count;

    /// <summary>Has a counter read that is in use and not known.</summary>
    /// <returns>Ends with true when it is known, and with false when it could not be read.</returns>
    public Task<bool> KnowAsync(BudgetAccount account)
    {
        lock (gate) return memory.Want(account);
    }

    /// <inheritdoc cref="CounterMemory.BeginRead"/>
    public int? BeginRead(BudgetAccount account)
    {
        lock (gate) return memory.BeginRead(account);
    }

    /// <inheritdoc cref="CounterMemory.TakeIn"/>
    public void TakeIn(BudgetAccount account, int changes, CounterRow row)
    {
        lock (gate)
        {
            if (!memory.TakeIn(account, changes, row)) return;
            // Those that were reached as the program ended, and not told.
            sums.TellSteps(account);
            memory.Rest(account, book.Now);
        }
    }

    /// <summary>A counter could not be read: whoever waits for it is told, and the next one tries again.</summary>
    public void FailRead(BudgetAccount account)
    {
        lock (gate) account.Reading?.Tell(isKnown: false);
    }

    /// <summary>Says that counters of a budget are about to be added to on disk; none is read until <see cref="EndAdding"/>.</summary>
    public void BeginAdding(BudgetState budget)
    {
        lock (gate) budget.IsBeingAdded = true;
    }

    /// <summary>Ends what <see cref="BeginAdding"/> began.</summary>
    public void EndAdding(BudgetState budget)
    {
        lock (gate) budget.IsBeingAdded = false;
        foreach (var account in budget.Accounts)
            lock (gate) memory.ReadIfQuiet(account);
    }

    /// <summary>Adds what was spent and not counted when it was, and stands on disk.</summary>
    /// <param name="budget">Which budget.</param>
    /// <param name="key">Which of its counters, in which window.</param>
    /// <param name="amount">How much; less than nothing where too much was counted.</param>
    public void Add(BudgetState budget, in SpentKey key, in Amount amount)
    {
        lock (gate)
        {
            if (InMemory(budget, key.Subject, key.WindowStart) is not { } account)
            {
                var calendar = budget.Model.Calendar;
                long? until = calendar.Period == BudgetPeriod.Rolling ? calendar.EndOfPart(key.WindowStart) : null;
                budget.LeaveOut(new CounterLeft(key.Subject, budget.KeyAt(key.WindowStart), amount, until), book.Now);
                return;
            }
            sums.Add(account, amount, key.WindowStart);
            memory.Leave(account, book.Now);
        }
    }

    /// <summary>Adds a step that a counter has reached before.</summary>
    public void AddStep(BudgetState budget, string subject, long windowStart, string name, long at)
    {
        lock (gate)
        {
            if (InMemory(budget, subject, windowStart) is not { } account) return;
            account.Steps.TryAdd(name, at);
            memory.Leave(account, book.Now);
        }
    }

    /// <summary>Notes that nothing was read of windows before a time.</summary>
    public void BeginAt(BudgetState budget, long since)
    {
        lock (gate) budget.BeginAt(since);
    }

    /// <summary>Forgets counters that nobody needs: those whose window is over, and those in which nothing was spent.</summary>
    public void Prune(BudgetState budget)
    {
        foreach (var account in budget.Accounts)
        {
            // Each by itself, so that no call waits for all of them.
            lock (gate)
                if (account is { IsInUse: false, IsForgotten: false } && (!account.IsCurrent(book.Now) || account.IsEmpty(book.Now))) memory.Drop(account, book.Now);
        }
    }

    /// <summary>The counter that has spent the most of those that have left memory, as it stood then; null for none.</summary>
    public BudgetFigures? MostLeft(BudgetState budget)
    {
        var now = book.Now;
        lock (gate)
        {
            if (budget.MostLeft is not { } left || left.Key != budget.KeyAt(now) || left.Until <= now) return null;
            return new BudgetFigures(left.Spent, default, new BudgetAccount(budget, left.Subject, new BudgetWindow(left.Key, long.MaxValue)).LimitAt(now), left.Until);
        }
    }

    /// <summary>Whether all counters are in memory that count now.</summary>
    public bool IsWhole(BudgetState budget)
    {
        lock (gate) return budget.IsWholeFor(budget.KeyAt(book.Now));
    }

    /// <summary>How a counter stands that is on disk only.</summary>
    public BudgetFigures Look(BudgetState budget, string subject, Func<BudgetAccount, CounterRow> read)
    {
        var account = budget.Outside(subject, book.Now);
        var row = read(account);
        lock (gate) account.TakeIn(row);
        return book.Look(account);
    }

    /// <summary>Takes over how a budget is configured from now on. Under the lock, so that nobody works with the one's unit and the other's limit.</summary>
    public void Configure(BudgetState budget, BudgetModel model)
    {
        lock (gate)
        {
            budget.Model = model;
            foreach (var account in budget.Accounts) memory.Leases?.Fit(account);
        }
        Wake(budget);
    }

    /// <summary>Gives everybody who waits for a budget another turn: there may be more of it.</summary>
    public void Wake(BudgetState budget)
    {
        foreach (var account in budget.Accounts)
            lock (gate) account.WakeFirst();
    }

    /// <summary>A counter to add to, which is in use until it is left; null where it is on disk only.</summary>
    private BudgetAccount? InMemory(BudgetState budget, string subject, long windowStart)
    {
        var known = budget.Find(subject, windowStart);
        return known is not null || budget.IsWholeFor(budget.KeyAt(windowStart)) ? memory.Use(known ?? budget.AccountOf(subject, windowStart)) : null;
    }
}
