namespace Weir.Gateway.Budgets;

/// <summary>What counters have spent and give back, and which steps they reach by that. Runs under the lock of the <see cref="BudgetBook"/>.</summary>
internal sealed class CounterSums(BudgetBook book, CounterMemory memory)
{
    /// <summary>Counts what calls of this gateway have spent.</summary>
    public void Count(BudgetAccount account, in Amount spent, long startedAt)
    {
        account.Slice?.Spend(spent.In(account.Budget.Model.Unit));
        Add(account, spent, startedAt);
    }

    /// <summary>Adds what was spent to a counter, and tells which steps it has reached.</summary>
    public void Add(BudgetAccount account, in Amount spent, long startedAt)
    {
        if (spent.IsNone) return;
        account.Spend(spent, startedAt);
        // What it has spent in all is not known before it is read.
        if (account.IsKnown) TellSteps(account);
    }

    /// <summary>Tells which steps a counter has reached.</summary>
    public void TellSteps(BudgetAccount account)
    {
        var (model, now) = (account.Budget.Model, book.Now);
        foreach (var step in model.Steps)
        {
            var isReached = account.TotalAt(now) >= step.At * account.LimitAt(now);
            if (!isReached) account.Steps.Forget(step.Name);
            else if (account.Steps.TryAdd(step.Name, now)) Tell(account, step.Name, step, now);
        }
    }

    /// <summary>Tells that a counter has reached a step. Whoever is told must be quick.</summary>
    public void Tell(BudgetAccount account, string name, BudgetStep? step, long now)
    {
        if (book.Reached is not { } reached) return;
        // One that left memory before its step is on disk would come back without it.
        account.Users++;
        reached(new ReachedStep(account, account.Budget.Model, name, step, account.FiguresAt(now), account.RowFor(now), now));
    }

    /// <summary>Gives back what a hold has reserved, and counts what was spent of it.</summary>
    public void GiveBack(BudgetHold hold, in Amount spent)
    {
        hold.IsOpen = false;
        if (!spent.IsNone) BeginWrite(hold);
        foreach (var account in hold.Accounts)
        {
            account.Release(hold.Amount);
            Count(account, spent, hold.StartedAt);
            account.Slice?.Yield();
            account.WakeFirst();
            if (!account.IsInUse) memory.Rest(account, book.Now);
        }
    }

    /// <summary>What a hold has spent is to be written with its call.</summary>
    public void BeginWrite(BudgetHold hold)
    {
        hold.IsUnwritten = true;
        foreach (var account in hold.Accounts) account.Unwritten++;
    }

    /// <summary>What a hold has spent is on disk, or never will be.</summary>
    public void EndWrite(BudgetHold hold, long now)
    {
        if (!hold.IsUnwritten) return;
        hold.IsUnwritten = false;
        foreach (var account in hold.Accounts) EndWrite(account, now);
    }

    /// <summary>Something is on disk that was spent in a counter, or never will be.</summary>
    public void EndWrite(BudgetAccount account, long now)
    {
        account.Unwritten--;
        memory.ReadIfQuiet(account);
        memory.Rest(account, now);
    }
}
