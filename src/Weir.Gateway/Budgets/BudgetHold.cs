using Weir.Gateway.Ledger;

namespace Weir.Gateway.Budgets;

/// <summary>What one attempt has reserved in each of its budgets until it is known what it cost. It changes under the lock of the <see cref="BudgetBook"/>.</summary>
/// <param name="book">Where it is counted.</param>
/// <param name="set">In which counters.</param>
/// <param name="amount">How much is reserved in each of them.</param>
/// <param name="startedAt">When the call came, microseconds since the Unix epoch.</param>
internal sealed class BudgetHold(BudgetBook book, BudgetSet set, Amount amount, long startedAt)
{
    public ReadOnlySpan<BudgetAccount> Accounts => set.Accounts;

    public Amount Amount => amount;

    public long StartedAt => startedAt;

    /// <summary>Whether it still holds what it has reserved.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Whether it outlives its call, whose provider works on (<see cref="KeptHolds"/>).</summary>
    public bool IsKept { get; set; }

    /// <summary>Whether something was spent that is not on disk yet: until then its counters stay in memory.</summary>
    public bool IsUnwritten { get; set; }

    /// <summary>Whether it is part of what the ledger was given to write.</summary>
    public bool IsAwaited { get; private set; }

    /// <summary>The call's hold before this one, or null.</summary>
    public BudgetHold? Before { get; init; }

    /// <summary>What each of the calls has reserved that one attempt is made for; null for all other attempts, and then this holds nothing itself.</summary>
    public BudgetHold?[]? Parts { get; init; }

    /// <summary>Gives back what an attempt did not need, and counts what it did. What comes later changes nothing.</summary>
    public void Settle(AttemptRecord attempt)
    {
        // Where it is not known yet, what it may come to stays reserved.
        if (Parts is null && attempt.UsageSource != UsageSource.Pending) book.Settle(this, SpentBy(attempt));
    }

    /// <summary>Gives everything back: nothing was sent.</summary>
    public void Release()
    {
        foreach (var part in Parts ?? []) part?.Release();
        book.Settle(this, default);
    }

    /// <summary>A call is about to be given to the ledger, which says <see cref="Written"/> when it is done with it.</summary>
    public static void Await(CallRecord call)
    {
        foreach (var attempt in call.Attempts)
            if (attempt.Hold is { } hold) hold.IsAwaited = true;
    }

    /// <summary>A call is on disk, or never will be.</summary>
    public static void Written(CallRecord call)
    {
        foreach (var attempt in call.Attempts) attempt.Hold?.End();
    }

    /// <summary>What an attempt has spent, as the ledger says it.</summary>
    public static Amount SpentBy(AttemptRecord attempt) => new(attempt.Cost ?? 0, attempt.UsageSource.HasCounts() ? attempt.Usage.Total : 0);

    private void End() => book.Written(this);
}
