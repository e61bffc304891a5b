using Weir.Gateway.Leases;

namespace Weir.Gateway.Budgets;

/// <summary>Decides whether an attempt may be made, and what is to be reserved for it. Runs under the lock of the <see cref="BudgetBook"/>.</summary>
internal static class Reservation
{
    /// <summary>Decides for all of an attempt's budgets at once.</summary>
    public static BudgetGrant Plan(CounterSums sums, BudgetSet budgets, in BudgetBid bid, BudgetWaiter? waiter, long now)
    {
        if (!budgets.HasHard) return new BudgetGrant(BudgetAnswer.Granted, default, null);
        var output = bid.Wanted;
        BudgetAccount? loweredBy = null;
        foreach (var account in budgets.Accounts)
        {
            if (!account.Budget.Model.IsHard) continue;
            if (!account.IsKnown) return new BudgetGrant(BudgetAnswer.Unknown, default, account);
            if (account.Budget.Model.Unit == BudgetUnit.Money && bid.Price is null) return new BudgetGrant(BudgetAnswer.Unpriced, default, account);
            var room = RoomIn(account, now);
            if (Fits(account, bid.For(output), room)) continue;
            if (account.TryBeginGrace(now))
            {
                sums.Tell(account, BudgetSteps.Grace, null, now);
                room = RoomIn(account, now);
                if (Fits(account, bid.For(output), room)) continue;
            }
            var fitting = account.Budget.Model.LowersMaxTokens ? Math.Min(bid.OutputFor(room, account.Budget.Model.Unit), output) : -1;
            // Answers of equal lengths: what cannot be divided is nobody's.
            fitting -= fitting % bid.Choices;
            if (fitting < bid.Lowest || fitting <= 0) return new BudgetGrant(BudgetAnswer.Exceeded, bid.For(account.Budget.Model.LowersMaxTokens ? bid.Lowest : output), account);
            (output, loweredBy) = (fitting, account);
        }
        var amount = bid.For(output);
        if (InTheWay(budgets, amount, waiter, now) is { } busy) return new BudgetGrant(BudgetAnswer.Busy, amount, busy);
        long? loweredTo = output < bid.Wanted || bid.NeedsLimit ? output / bid.Choices : null;
        return new BudgetGrant(BudgetAnswer.Granted, amount, null, loweredTo, loweredBy);
    }

    /// <summary>The counter that what others have reserved leaves too little of, or where others wait who came first; or null.</summary>
    private static BudgetAccount? InTheWay(BudgetSet budgets, in Amount amount, BudgetWaiter? waiter, long now)
    {
        foreach (var account in budgets.Accounts)
        {
            var (unit, isHard) = (account.Budget.Model.Unit, account.Budget.Model.IsHard);
            if (!isHard || amount.In(unit) == 0) continue;
            var room = RoomIn(account, now) - account.Reserved.In(unit);
            // What others hold they may give back, as well as what calls here have reserved.
            if (account.Slice is { } slice && LeasedOf(account, slice, now) is var leased && leased < room) room = leased;
            if (account.HasOthersWaiting(waiter) || !Fits(account, amount, room)) return account;
        }
        return null;
    }

    private static decimal LeasedOf(BudgetAccount account, LeaseSlice slice, long now)
    {
        (slice.Limit, slice.Rows) = (account.MostAt(now), account.RowsAt(now));
        return slice.Free;
    }

    /// <summary>What is left when nobody else needs what they have reserved.</summary>
    private static decimal RoomIn(BudgetAccount account, long now) => account.MostAt(now) - account.TotalAt(now);

    /// <summary>What costs nothing always fits, also where nothing is left.</summary>
    private static bool Fits(BudgetAccount account, in Amount amount, decimal room) =>
        amount.In(account.Budget.Model.Unit) is var needed && (needed <= room || needed == 0);
}
