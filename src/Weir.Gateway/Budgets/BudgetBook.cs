using Weir.Gateway.Calls;
using Weir.Gateway.Leases;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Budgets;

/// <summary>
/// All counters of all budgets. An attempt reserves in all of its budgets or in none, under one lock for all: what is done under it
/// takes about a microsecond, and with a lock for each counter all of a call's would have to be taken.
/// </summary>
internal sealed class BudgetBook
{
    /// <summary>How many may wait for one counter.</summary>
    public const int LongestLine = 1_000;

    /// <summary>For how long after its deadline a call may be at its end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly HashSet<CallBudgets> _underWay = [];
    private readonly CounterMemory _memory = new();
    private readonly CounterSums _sums;
    private readonly TimeProvider _time;

    /// <param name="time">When what is spent counts.</param>
    /// <param name="leases">What this gateway has leased, where several share their budgets; null where the whole limits are this one's.</param>
    public BudgetBook(TimeProvider time, LeaseBook? leases = null)
    {
        _time = time;
        if (leases is not null) _memory.Leases = new BudgetLeases(leases, _gate);
        _sums = new CounterSums(this, _memory);
        Upkeep = new BudgetUpkeep(this, _sums, _memory, _gate);
    }

    /// <summary>Where the counters are.</summary>
    public BudgetStates States { get; } = new();

    /// <summary>What is done to counters beside the calls.</summary>
    public BudgetUpkeep Upkeep { get; }

    /// <summary>Told of each step that a counter reaches, under the lock. Set once, while wiring. Whoever is told says <see cref="Told"/>.</summary>
    public Action<ReachedStep>? Reached { get; set; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public long Now => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Finds the counters that hold for a call. They stay in memory until it is closed.</summary>
    /// <returns>Null where there are none.</returns>
    public CallBudgets? Open(Call call)
    {
        var own = Use(call.Model.Budgets, Spender.Of(call.Record), call.Record.StartedAt);
        return own.Accounts.Length > 0 || call.Model.Budgets.TellsOriginsApart ? new CallBudgets(this, call, own) : null;
    }

    /// <summary>Finds the counters that count what a spender spends, and keeps them in memory until <see cref="Leave(BudgetSet)"/>.</summary>
    /// <param name="index">The budgets that there are.</param>
    /// <param name="spender">Who spends.</param>
    /// <param name="at">When the call came, microseconds since the Unix epoch.</param>
    public BudgetSet Use(BudgetIndex index, in Spender spender, long at)
    {
        var set = States.Find(index, spender, at);
        if (!set.Accounts.IsEmpty)
            lock (_gate) set.Use(_memory);
        return set;
    }

    /// <summary>Finds the counters of attempts of a call that are made for something else than the call; until it is closed.</summary>
    public BudgetSet UseFor(CallBudgets call, Origin origin)
    {
        lock (_gate)
        {
            foreach (var other in call.Others ??= [])
                if (other.Origin == origin) return other.Set;
            var set = Use(call.Call.Model.Budgets, Spender.Of(call.Call.Record) with { Origin = origin }, call.StartedAt);
            call.Others.Add((origin, set));
            return set;
        }
    }

    /// <summary>Lets counters leave memory.</summary>
    public void Leave(BudgetSet set)
    {
        if (set.Accounts.IsEmpty) return;
        lock (_gate) set.Leave(_memory, Now);
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
            var grant = Reservation.Plan(_sums, set, bid, waiter, Now);
            if (grant.Answer == BudgetAnswer.Granted) grant = grant with { Hold = Hold(call, set, grant.Amount) };
            if (grant.Answer == BudgetAnswer.Busy && waiter is not null && (waiter.At == grant.At || grant.At!.Waiting < LongestLine)) StandInLine(waiter, set, grant);
            else waiter?.Leave();
            return grant;
        }
    }

    /// <summary>How a counter stands.</summary>
    public BudgetFigures Look(BudgetAccount account)
    {
        lock (_gate) return account.FiguresAt(Now);
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
            if (hold.IsOpen) _sums.GiveBack(hold, spent);
        }
    }

    /// <summary>Gives back what a hold has reserved, and counts what was spent of it, in the counters of today's configuration.</summary>
    /// <param name="hold">The hold; null where nothing was reserved.</param>
    /// <param name="set">Where it counts.</param>
    /// <param name="spent">How much, and is on disk.</param>
    /// <param name="startedAt">When the call came, microseconds since the Unix epoch.</param>
    public void Settle(BudgetHold? hold, BudgetSet set, in Amount spent, long startedAt)
    {
        // At once: whoever came between the two would find what was spent neither reserved nor spent.
        lock (_gate)
        {
            foreach (var account in set.Accounts) _sums.Count(account, spent, startedAt);
            if (hold is { IsOpen: true }) _sums.GiveBack(hold, default);
        }
    }

    /// <summary>Ends a call: whatever of it is still reserved is given back, but for what goes on without it.</summary>
    public void Close(CallBudgets call)
    {
        lock (_gate)
        {
            if (call.IsClosed) return;
            call.IsClosed = true;
            EndHolds(call);
            var now = Now;
            // Of what the ledger was never given nothing will be on disk.
            for (var hold = call.LastHold; hold is not null; hold = hold.Before)
                if (!hold.IsAwaited) _sums.EndWrite(hold, now);
            call.Own.Leave(_memory, now);
            foreach (var (_, set) in call.Others ?? []) set.Leave(_memory, now);
        }
    }

    /// <summary>What a hold has spent is on disk, or never will be.</summary>
    public void Written(BudgetHold hold)
    {
        if (!hold.IsUnwritten) return;
        lock (_gate) _sums.EndWrite(hold, Now);
    }

    /// <summary>Counts an attempt that has ended in further counters.</summary>
    /// <returns>What the attempt counts in from now on.</returns>
    public BudgetHold SpendLate(BudgetSet further, AttemptRecord attempt, long startedAt)
    {
        var spent = BudgetHold.SpentBy(attempt);
        lock (_gate)
        {
            foreach (var account in further.Accounts) _sums.Count(account, spent, startedAt);
            var whole = new BudgetHold(this, further.With(attempt.Hold), default, startedAt) { IsOpen = false };
            if (!spent.IsNone) _sums.BeginWrite(whole);
            if (attempt.Hold is { } before) _sums.EndWrite(before, Now);
            return whole;
        }
    }

    /// <summary>Something is about to be added to the rows of counters. None is read until it is known whether it was.</summary>
    public void BeginWrite(BudgetSet set)
    {
        lock (_gate)
            foreach (var account in set.Accounts) account.Unwritten++;
    }

    /// <summary>It was added, or never will be.</summary>
    public void EndWrite(BudgetSet set)
    {
        lock (_gate)
            foreach (var account in set.Accounts) _sums.EndWrite(account, Now);
    }

    /// <summary>Reserves for what goes on, whether or not there is room.</summary>
    public BudgetHold Reserve(BudgetSet set, in Amount amount, long startedAt)
    {
        lock (_gate)
        {
            foreach (var account in set.Accounts) account.Reserve(amount);
            return new BudgetHold(this, set, amount, startedAt) { IsKept = true };
        }
    }

    /// <summary>Gives back what calls have reserved that should have ended long ago. There are none, unless something is wrong with this program.</summary>
    /// <returns>How many calls.</returns>
    public int Sweep()
    {
        lock (_gate)
        {
            CallBudgets[] lost = [.. _underWay.Where(static call => call.Call.TimeLeft < -Patience && HasHolds(call))];
            foreach (var call in lost) EndHolds(call);
            return lost.Length;
        }
    }

    /// <summary>What the steps that are reached do to a call.</summary>
    public Landing? LandingIn(BudgetSet set)
    {
        if (!set.HasLandings) return null;
        lock (_gate) return Landings.Of(set, Now);
    }

    /// <summary>A step is on disk, or never will be.</summary>
    public void Told(ReachedStep reached)
    {
        lock (_gate) _memory.Leave(reached.Account, Now);
    }

    private void StandInLine(BudgetWaiter waiter, BudgetSet set, in BudgetGrant grant)
    {
        waiter.StandAt(grant.At!);
        if (_memory.Leases is null || grant.At!.HasOthersWaiting(waiter)) return;
        waiter.Asking = set;
        BudgetLeases.Ask(set, grant.Amount);
    }

    private static bool HasHolds(CallBudgets call)
    {
        for (var hold = call.LastHold; hold is not null; hold = hold.Before)
            if (hold is { IsOpen: true, IsKept: false }) return true;
        return false;
    }

    private BudgetHold Hold(CallBudgets call, BudgetSet set, in Amount amount)
    {
        // In the others too: one of them may have become hard when it is given back.
        foreach (var account in set.Accounts) account.Reserve(amount);
        _underWay.Add(call);
        return call.LastHold = new BudgetHold(this, set, amount, call.StartedAt) { Before = call.LastHold };
    }

    private void EndHolds(CallBudgets call)
    {
        _underWay.Remove(call);
        for (var hold = call.LastHold; hold is not null; hold = hold.Before)
            if (hold is { IsOpen: true, IsKept: false }) _sums.GiveBack(hold, default);
    }
}
