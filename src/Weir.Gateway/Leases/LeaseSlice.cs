namespace Weir.Gateway.Leases;

/// <summary>
/// What this replica has leased of a counter, and what it does with it. Used under the lock that it was opened with.
/// </summary>
internal sealed class LeaseSlice(LeaseBook book, LeaseKey key, LeaseTerms terms, Lock gate, long opened)
{
    private readonly LeaseAppetite _appetite = new();
    private decimal _spentInAll;
    private decimal _spentInLedger;
    private decimal _recalled;
    private long _heardIn;

    public LeaseKey Key => key;

    public LeaseTerms Terms => terms;

    public Lock Gate => gate;

    /// <summary>Whose it is.</summary>
    public ReplicaLife Life => book.Life;

    /// <summary>What all replicas may use together. Whoever opens the slice keeps it up to date.</summary>
    public decimal Limit { get; set; }

    /// <summary>Where it stands what was spent and counts: the first and the last beginning of a window; kept up to date in the same way.</summary>
    public (long From, long To) Rows { get; set; } = (key.Window, key.Window);

    /// <summary>What it was granted from the beginning, as far as is known.</summary>
    public decimal Granted { get; private set; }

    /// <summary>What it has given back from the beginning.</summary>
    public decimal Returned { get; private set; }

    /// <summary>What it has spent from the beginning, in the ledger or not yet.</summary>
    public decimal Spent { get; private set; }

    /// <summary>What is in use: reserved by attempts, taken within the last minute, or slots.</summary>
    public decimal Used { get; private set; }

    /// <summary>What would have to be free at once for the first who waits.</summary>
    public decimal Need { get; private set; }

    /// <summary>Whether somebody waits for more than there is.</summary>
    public bool IsInNeed => Need > 0 && Free < Need;

    /// <summary>What it holds.</summary>
    public decimal Size => Granted - Returned - Spent;

    /// <summary>What may be taken now.</summary>
    public decimal Free => !terms.Expires || (!IsStale && book.IsInForce) ? Size - Used : 0;

    /// <summary>Whether anything is known of what all have spent.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>What all have spent, with what the ledger does not have yet of this replica's. What others spend is known <see cref="LeaseTerms.Refresh"/> later.</summary>
    public decimal SpentInAll => _spentInAll + Spent - _spentInLedger;

    /// <summary>Whether something of what this replica held has expired, and it is not known yet whether this has.</summary>
    public bool IsStale { get; set; }

    /// <summary>The last request that told of it.</summary>
    public long ToldIn { get; set; }

    /// <summary>Whether there is news of it.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Told, under the lock, when it holds more than before, or others have spent something. Set once.</summary>
    public Action? Changed { get; init; }

    /// <summary>Whether nobody needs it any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Takes of what is free, or more where it has to be.</summary>
    public void Take(decimal amount)
    {
        Used += amount;
        _appetite.Grow(Used);
        if (_appetite.IsHungry(this)) book.Tell(this, isUrgent: false);
    }

    /// <summary>Ends the use of what was taken. What was spent of it has to be counted before <see cref="Yield"/>.</summary>
    public void Give(decimal amount) => Used -= amount;

    /// <summary>Gives back what others wait for, as far as it is free.</summary>
    public void Yield()
    {
        if (_recalled > Returned && Return(_recalled - Returned)) book.Tell(this, isUrgent: true);
    }

    /// <summary>Counts what was spent.</summary>
    public void Spend(decimal amount)
    {
        Spent += amount;
        _appetite.Spend(amount);
    }

    /// <summary>Asks for so much to be free at once, because somebody waits for it.</summary>
    public void Ask(decimal amount)
    {
        if (Need == amount) return;
        Need = amount;
        book.Tell(this, isUrgent: true);
    }

    /// <summary>Nobody waits any more.</summary>
    public void StopAsking()
    {
        if (Need == 0) return;
        Need = 0;
        book.Tell(this, isUrgent: false);
    }

    /// <summary>Needs it no more: nothing is in use, and all that was spent is in the ledger. Another one may be opened in its place.</summary>
    public void Close()
    {
        if (IsClosed) return;
        (IsClosed, Need) = (true, 0);
        book.Tell(this, isUrgent: false);
    }

    /// <summary>What is to be said of it.</summary>
    public LeaseWish ToWish()
    {
        // For the authority this is still leased.
        var unwritten = Spent - _spentInLedger;
        return new LeaseWish(key, opened, terms, Rows, Limit, Returned, Used + unwritten, Need, _appetite.WantOf(this) + unwritten, IsClosed);
    }

    /// <summary>Looks after it, once in a <see cref="LeaseTerms.Refresh"/>: what is not needed goes back.</summary>
    public void Refresh()
    {
        if (IsClosed || !_appetite.Refresh(this)) return;
        var want = _appetite.WantOf(this);
        // Twice of it may stay, so that not every change of the load is a message.
        if (Size > 2 * want || want == 0) Return(Size - want);
        book.Tell(this, isUrgent: false);
    }

    /// <summary>Takes in what the authority says.</summary>
    public void Hear(long number, in LeaseState state)
    {
        // The first is of another slice of this counter, which was closed before.
        if (number < opened || number <= _heardIn) return;
        var (size, spent) = (Size, SpentInAll);
        // What was given back since is not in the answer, and what has expired is known only there.
        (Granted, Returned) = (state.Granted, Math.Max(Returned, state.Returned));
        (_heardIn, _recalled) = (number, state.Recalled);
        if (state.SpentInAll is { } spentInAll) (_spentInAll, _spentInLedger, IsKnown) = (spentInAll, state.Spent, true);
        Yield();
        // Who waits for more than others have left is to be told that, and may do with less.
        if (Size > size || SpentInAll != spent) Changed?.Invoke();
    }

    /// <summary>Begins anew in another life, in which nothing was granted yet.</summary>
    public void BeginLife(long number)
    {
        // What the ledger had is the other life's. What it did not have yet is this one's.
        (Granted, Returned, Spent, _spentInLedger, _recalled) = (0, 0, Spent - _spentInLedger, 0, 0);
        _heardIn = number;
        book.Tell(this, isUrgent: false);
    }

    /// <summary>Gives back what is not in use.</summary>
    private bool Return(decimal amount)
    {
        var most = Math.Min(amount, Size - Used);
        if (most <= 0) return false;
        Returned += most;
        return true;
    }
}
