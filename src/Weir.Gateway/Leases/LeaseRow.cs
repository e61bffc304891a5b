namespace Weir.Gateway.Leases;

/// <summary>What one life of a replica has leased of one counter. Sums are from its beginning.</summary>
/// <param name="opened">Which slice of its holder's it is.</param>
/// <param name="lag">For how long after the lease's end it may still count; null for what does not expire (<see cref="LeaseTerms.Lag"/>).</param>
internal sealed class LeaseRow(long opened, TimeSpan? lag)
{
    public long Opened => opened;

    public TimeSpan? Lag => lag;

    public decimal Granted { get; private set; }

    public decimal Returned { get; private set; }

    public decimal Spent { get; private set; }

    public decimal Used { get; private set; }

    public decimal Need { get; private set; }

    public decimal Want { get; private set; }

    /// <summary>Orders those in need.</summary>
    public long Since { get; private set; }

    /// <summary>Up to where it is asked to give back.</summary>
    public decimal Recalled { get; private set; }

    /// <summary>Whether it is to be written.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>What it may spend, for all that is known here. One that was answered with more than was reserved has spent more than it was granted.</summary>
    public decimal Held => Math.Max(Granted - Returned - Spent, 0);

    /// <summary>One as it stands in a database.</summary>
    public static LeaseRow Read(long opened, TimeSpan? lag, (decimal Granted, decimal Returned, decimal Spent) sums, (decimal Used, decimal Need, decimal Want) wish, long since, decimal recalled) =>
        new(opened, lag)
        {
            Granted = sums.Granted, Returned = sums.Returned, Spent = sums.Spent,
            Used = wish.Used, Need = wish.Need, Want = wish.Want, Since = since, Recalled = recalled,
        };

    /// <summary>Takes in what its holder says.</summary>
    /// <param name="wish">What it says.</param>
    /// <param name="next">Gives the number of who begins to wait now.</param>
    public void Hear(in LeaseWish wish, Func<long> next)
    {
        IsChanged = true;
        Returned = Math.Max(Returned, wish.Returned);
        if (wish.Need > 0 && Need == 0) Since = next();
        (Used, Need, Want) = (wish.Used, wish.Need, wish.Want);
        Granted = Math.Max(Granted, Returned + Spent);
    }

    /// <summary>Grants it more.</summary>
    public void Grant(decimal amount) => (Granted, IsChanged) = (Granted + amount, true);

    /// <summary>The ledger has it that some of it was spent.</summary>
    public void Spend(decimal amount) => Spent += amount;

    /// <summary>Asks for some of it back.</summary>
    public void Recall(decimal excess)
    {
        var recalled = excess > 0 ? Returned + excess : 0;
        if (recalled != Recalled) (Recalled, IsChanged) = (recalled, true);
    }

    /// <summary>Frees it: its holder was not heard of for so long that it does not use it any more.</summary>
    /// <returns>Whether there was something to free.</returns>
    public bool Lapse()
    {
        (Used, Need, Want, IsChanged) = (0, 0, 0, true);
        if (Held == 0) return false;
        Returned += Held;
        return true;
    }

    public LeaseClaim ToClaim(bool isHeard) => new(Held, Used, Need, Want, Since, isHeard);

    public LeaseState ToState(LeaseKey key, decimal? spentInAll) => new(key, Granted, Returned, Spent, spentInAll, Recalled);
}
