using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Budgets;

/// <summary>
/// All counters of all budgets. An attempt reserves in all of its budgets or in none, under one lock for all: what is done under it
/// takes about a microsecond, and with a lock for each counter all of a call's would have to be taken.
/// </summary>
internal sealed class BudgetBook(TimeProvider time)
{
    /// <summary>How many may wait for one counter.</summary>
    public const int LongestLine = 1_000;

    /// <summary>For how long after its deadline a call may be at its end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly HashSet<CallBudgets> _underWay = [];

    /// <summary>Where the counters are.</summary>
    public BudgetStates States { get; } = new();

    /// <summary>Told of each step that a counter reaches, under the lock. Set once, while wiring.</summary>
    public Action<ReachedStep>? Reached { get; set; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public long Now => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Finds the counters that hold for a call.</summary>
    /// <returns>Null where there are none.</returns>
    public CallBudgets? Open(Call call)
    {
        var own = States.Find(call.Model.Budgets, Spender.Of(call.Record), call.Record.StartedAt);
        return own.Accounts.Length > 0 || call.Model.Budgets.TellsOriginsApart ? new CallBudgets(this, call, own) : null;
    }

    /// <summary>Reserves what an attempt may come to, in all of its call's budgets or in none.</summary>
    /// <param name="call">The call's budgets.</param>
    /// <param name="set">Those that the attempt counts in.</param>
    /// <param name="bid">What it may come to; ignored where no budget is hard.</param>
    /// <param name="waiter">Its place in line, where it waits for its turn; else null.</param>
    public BudgetGrant TryReserve(CallBudgets call, BudgetSet set, in BudgetBid bid, BudgetWaiter? waiter = null)
    {
        lock (_gate)
        {
            set.Renew();
            var grant = Reservation.Plan(this, set, bid, waiter, Now);
            if (grant.Answer == BudgetAnswer.Granted) grant = grant with { Hold = Hold(call, set, grant.Amount) };
            if (grant.Answer == BudgetAnswer.Busy && waiter is not null && (waiter.At == grant.At || grant.At!.Waiting < LongestLine)) waiter.StandAt(grant.At!);
            else waiter?.Leave();
            return grant;
        }
    }

    /// <summary>How a counter stands.</summary>
    public BudgetFigures Look(BudgetAccount account)
    {
        lock (_gate) return FiguresOf(account, Now);
    }

    /// <summary>Gives up waiting.</summary>
    public void Leave(BudgetWaiter waiter)
    {
        lock (_gate) waiter.Leave();
    }

    /// <summary>Gives back what a hold has reserved, and counts what was spent of it.</summary>
    public void Settle(BudgetHold hold, in Amount spent)
    {
        lock (_gate)
        {
            if (hold.IsOpen) End(hold, spent);
        }
    }

    /// <summary>Gives back what a hold has reserved, and counts what was spent of it, in the counters of today's configuration.</summary>
    /// <param name="hold">The hold; null where nothing was reserved.</param>
    /// <param name="set">Where it counts.</param>
    /// <param name="spent">How much.</param>
    /// <param name="startedAt">When the call came, microseconds since the Unix epoch.</param>
    public void Settle(BudgetHold? hold, BudgetSet set, in Amount spent, long startedAt)
    {
        // At once: whoever came between the two would find what was spent neither reserved nor spent.
        lock (_gate)
        {
            set.Renew();
            foreach (var account in set.Accounts) Spend(account, spent, startedAt);
            if (hold is { IsOpen: true }) End(hold, default);
        }
    }

    /// <summary>Ends a call: whatever of it is still reserved is given back, but for what goes on without it.</summary>
    public void Close(CallBudgets call)
    {
        lock (_gate)
        {
            _underWay.Remove(call);
            for (var hold = call.LastHold; hold is not null; hold = hold.Before)
                if (hold is { IsOpen: true, IsKept: false }) End(hold, default);
        }
    }

    /// <summary>Counts what was spent that nothing was reserved for.</summary>
    public void Spend(BudgetSet set, in Amount spent, long startedAt)
    {
        lock (_gate)
        {
            set.Renew();
            foreach (var account in set.Accounts) Spend(account, spent, startedAt);
        }
    }

    /// <summary>Counts an attempt that has ended in further counters.</summary>
    /// <returns>What the attempt counts in from now on.</returns>
    public BudgetHold SpendLate(BudgetSet further, AttemptRecord attempt, long startedAt)
    {
        Spend(further, BudgetHold.SpentBy(attempt), startedAt);
        return new BudgetHold(this, further.With(attempt.Hold), default, startedAt) { IsOpen = false };
    }

    /// <summary>Reserves for what goes on, whether or not there is room.</summary>
    public BudgetHold Reserve(BudgetSet set, in Amount amount, long startedAt)
    {
        lock (_gate)
        {
            set.Renew();
            foreach (var account in set.Accounts) account.Reserve(amount);
            return new BudgetHold(this, set, amount, startedAt) { IsKept = true };
        }
    }

    /// <summary>What the steps that are reached do to a call.</summary>
    public Landing? LandingIn(BudgetSet set)
    {
        if (!set.HasLandings) return null;
        lock (_gate) return Landings.Of(set, Now);
    }

    /// <summary>Tells that a counter has reached a step. Under the lock: whoever is told must be quick.</summary>
    public void Tell(BudgetAccount account, string name, BudgetStep? step, long now) =>
        Reached?.Invoke(new ReachedStep(account, account.Budget.Model, name, step, FiguresOf(account, now), account.RowFor(now), now));

    private static BudgetFigures FiguresOf(BudgetAccount account, long now) => new(account.SpentAt(now), account.Reserved, account.MostAt(now), account.ResetsAt(now));

    private void End(BudgetHold hold, in Amount spent)
    {
        hold.IsOpen = false;
        foreach (var account in hold.Accounts)
        {
            account.Release(hold.Amount);
            Spend(account, spent, hold.StartedAt);
            account.WakeFirst();
        }
    }

    private void Spend(BudgetAccount account, in Amount spent, long startedAt)
    {
        if (spent.IsNone) return;
        account.Spend(spent, startedAt);
        var (model, now) = (account.Budget.Model, Now);
        foreach (var step in model.Steps)
        {
            var isReached = account.SpentAt(now).In(model.Unit) >= step.At * account.LimitAt(now);
            if (!isReached) account.Steps.Forget(step.Name);
            else if (account.Steps.TryAdd(step.Name, now)) Tell(account, step.Name, step, now);
        }
    }

    private BudgetHold Hold(CallBudgets call, BudgetSet set, in Amount amount)
    {
        // In the others too: one of them may have become hard when it is given back.
        foreach (var account in set.Accounts) account.Reserve(amount);
        _underWay.Add(call);
        return call.LastHold = new BudgetHold(this, set, amount, call.StartedAt) { Before = call.LastHold };
    }

    /// <summary>Gives back what calls have reserved that should have ended long ago. There are none, unless something is wrong with this program.</summary>
    /// <returns>How many calls.</returns>
    public int Sweep()
    {
        CallBudgets[] lost;
        lock (_gate) lost = [.. _underWay.Where(static call => call.Call.TimeLeft < -Patience && Holds(call))];
        foreach (var call in lost) Close(call);
        return lost.Length;
    }

    private static bool Holds(CallBudgets call)
    {
        for (var hold = call.LastHold; hold is not null; hold = hold.Before)
            if (hold is { IsOpen: true, IsKept: false }) return true;
        return false;
    }

    /// <summary>Forgets counters that nobody needs. What a call still under way has spent in one of them is on disk all the same.</summary>
    public void Prune(BudgetState budget)
    {
        lock (_gate)
            foreach (var account in budget.Accounts)
                if (account.IsIdle(Now)) account.Forget();
    }

    /// <summary>Adds what was spent and not counted when it was.</summary>
    /// <param name="budget">Which budget.</param>
    /// <param name="key">Which of its counters, in which window.</param>
    /// <param name="amount">How much; less than nothing where too much was counted.</param>
    public void Add(BudgetState budget, in SpentKey key, in Amount amount)
    {
        lock (_gate) Spend(budget.AccountOf(key.Subject, key.WindowStart), amount, key.WindowStart);
    }

    /// <summary>Takes over how a budget is configured from now on. Under the lock, so that nobody works with the one's unit and the other's limit.</summary>
    public void Configure(BudgetState budget, BudgetModel model)
    {
        lock (_gate) budget.Model = model;
        Wake(budget);
    }

    /// <summary>Gives everybody who waits for a budget another turn: there may be more of it.</summary>
    public void Wake(BudgetState budget)
    {
        lock (_gate)
            foreach (var account in budget.Accounts) account.WakeFirst();
    }
}
