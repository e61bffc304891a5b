namespace Weir.Gateway.Budgets;

/// <summary>
/// Which counters are in memory: those in use, and of the others as many as there is room for, those that were used last. One that has left is
/// read from the database when a call needs it again; nothing is added to its row meanwhile, because whoever adds has it in use until
/// that is on disk. Guarded by the lock of the <see cref="BudgetBook"/>.
/// </summary>
internal sealed class CounterMemory
{
    /// <summary>Counters in memory unless more are in use: some 300 bytes each.</summary>
    public const int DefaultCapacity = 100_000;

    private readonly LinkedList<BudgetAccount> _idle = new();

    public int Capacity { get; set; } = DefaultCapacity;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Where slices come from, where several gateways share counters; else null. Set once, while wiring.</summary>
    public BudgetLeases? Leases { get; set; }

    /// <summary>Told of each counter that is to be read; has to be quick. Set once, while wiring.</summary>
    public Action<BudgetAccount>? Reader { get; set; }

    /// <summary>Keeps a counter in memory until <see cref="Leave"/>.</summary>
    /// <returns>The counter, or the one that is in its place by now.</returns>
    public BudgetAccount Use(BudgetAccount account)
    {
        while (account.IsForgotten) account = account.Budget.AccountOf(account.Subject, account.Window.Start);
        if (!account.IsListed)
        {
            account.IsListed = true;
            Leases?.Fit(account);
            Count++;
            // What is not in memory has spent nothing, unless something has left or was never read.
            if (!account.Budget.IsWholeFor(account.Key)) account.Reading = new CounterReading();
        }
        account.Users++;
        if (account.Place is { List: not null } place) _idle.Remove(place);
        return account;
    }

    public void Leave(BudgetAccount account, long now)
    {
        account.Users--;
        Rest(account, now);
    }

    /// <summary>Has a counter that is not in use any more wait for its next use, or leave.</summary>
    public void Rest(BudgetAccount account, long now)
    {
        if (account.IsInUse || account.IsForgotten || account.Place is { List: not null }) return;
        if (!account.IsKnown)
        {
            // What it has counted is on disk by now, and is part of what the next one reads.
            Forget(account);
            return;
        }
        // A budget with one counter only would read it back for the metrics.
        if (account.Budget.Model.Each.IsEmpty) return;
        _idle.AddLast(account.Place ??= new LinkedListNode<BudgetAccount>(account));
        while (Count > Capacity && _idle.First is { Value: var oldest }) Drop(oldest, now);
    }

    /// <summary>Takes a counter out of memory that is not in use.</summary>
    public void Drop(BudgetAccount account, long now)
    {
        account.Budget.LeaveOut(account, now);
        Forget(account);
    }

    /// <summary>Has a counter read.</summary>
    /// <returns>Ends with true when it is known, and with false when it could not be read.</returns>
    public Task<bool> Want(BudgetAccount account)
    {
        if (account.Reading is not { } reading) return Task.FromResult(true);
        var end = reading.End;
        ReadIfQuiet(account);
        return end;
    }

    /// <summary>Has a counter read that somebody waits for, once all is on disk that was spent in it.</summary>
    public void ReadIfQuiet(BudgetAccount account)
    {
        if (account.Reading is not { IsWanted: true, IsUnderWay: false } reading || !account.IsQuiet) return;
        if (Reader is null) reading.Tell(false);
        else
        {
            reading.IsUnderWay = true;
            Reader(account);
        }
    }

    /// <summary>Asks whether a counter is to be read now.</summary>
    /// <returns>What <see cref="TakeIn"/> is to be told; null where it is not.</returns>
    public int? BeginRead(BudgetAccount account)
    {
        if (account.Reading is not { } reading || account.IsForgotten) return null;
        if (account.IsQuiet) return account.Changes;
        reading.IsUnderWay = false;
        return null;
    }

    /// <summary>Takes in what stands on disk, unless something was spent meanwhile: then nobody knows whether that is part of it, and it is read again.</summary>
    /// <param name="account">The counter.</param>
    /// <param name="changes">What <see cref="BeginRead"/> has said.</param>
    /// <param name="row">What was read.</param>
    /// <returns>Whether it was taken in.</returns>
    public bool TakeIn(BudgetAccount account, int changes, CounterRow row)
    {
        if (account.Reading is not { } reading || account.IsForgotten) return false;
        if (account.IsQuiet && account.Changes == changes)
        {
            account.TakeIn(row);
            reading.Tell(true);
            return true;
        }
        reading.IsUnderWay = false;
        ReadIfQuiet(account);
        return false;
    }

    private void Forget(BudgetAccount account)
    {
        if (account.Place is { List: not null } place) _idle.Remove(place);
        if (account.IsListed) Count--;
        account.Forget();
    }
}
