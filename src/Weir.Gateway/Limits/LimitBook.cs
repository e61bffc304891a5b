namespace Weir.Gateway.Limits;

/// <summary>
/// What everybody uses of their limits. One lock for all: a call's limits are set aside together or not at all, and what is done under
/// it takes a microsecond. Safe for use by several threads.
/// </summary>
internal sealed class LimitBook(TimeProvider time)
{
    /// <summary>Subjects that are counted apart; those beyond share one account for each limit until others have been forgotten.</summary>
    public const int MostAccounts = 100_000;

    /// <summary>How many are looked at for each one that is new, so that those who do not come back are gone before they are many.</summary>
    private const int LooksPerNew = 4;

    /// <summary>How many are listed under the lock at a time.</summary>
    private const int ListedTogether = 500;

    /// <summary>When a call of those under way may have ended, for all that is known.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<LimitSubject, LimitAccount> _accounts = [];
    private readonly Queue<LimitAccount> _inTurn = [];

    public Moment Now => Moment.Of(time);

    /// <summary>How many subjects are counted.</summary>
    public int Subjects
    {
        get
        {
            lock (_lock) return _accounts.Count;
        }
    }

    /// <summary>What was used of a day before the gateway started; set once, before the first call.</summary>
    public Func<LimitSubject, string, long> UsedBefore { get; set; } = static (_, _) => 0;

    /// <summary>Lets a call in where all of its limits allow it, and sets aside what it needs.</summary>
    /// <param name="limits">The limits that hold for it.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="needs">What it needs.</param>
    public CallLimits Enter(ReadOnlySpan<RateLimitModel> limits, in Caller caller, LimitNeeds needs)
    {
        var accounts = new LimitAccount[limits.Length];
        var call = new CallLimits(this, accounts) { Needs = needs };
        lock (_lock)
        {
            var (now, known) = (Now, _accounts.Count);
            var meters = 0;
            for (var i = 0; i < accounts.Length; i++)
            {
                accounts[i] = AccountOf(LimitSubject.Of(limits[i], caller), limits[i], now);
                meters += accounts[i].Meters.Count;
            }
            call.Refusal = RefusalOf(accounts, needs, now);
            if (call.Refusal is null) call.Holds = Reserve(accounts, meters, needs, now);
            // Last: what was found for this call must not be forgotten before something is set aside there.
            if (_accounts.Count > known) Forget(now);
        }
        return call;
    }

    /// <summary>A call has used so much by now.</summary>
    public void Count(CallLimits call, LimitNeeds used)
    {
        lock (_lock)
        {
            if (call.Holds is not { } holds) return;
            var now = Now;
            foreach (ref var hold in holds.AsSpan())
                hold = hold with { Reservation = hold.Meter.Window.Count(hold.Reservation, used.Of(hold.Meter.Unit), now) };
        }
    }

    /// <summary>A call has ended, having used so much. Only the first time counts.</summary>
    /// <returns>What is to be kept of that beyond a restart; null for nothing.</returns>
    public IReadOnlyList<LimitDayCount>? Settle(CallLimits call, LimitNeeds used)
    {
        List<LimitDayCount>? kept = null;
        lock (_lock)
        {
            if (call.Holds is not { } holds) return null;
            call.Holds = null;
            var now = Now;
            foreach (var hold in holds)
            {
                var amount = used.Of(hold.Meter.Unit);
                hold.Meter.Window.Settle(hold.Reservation, amount, now);
                if (!hold.Meter.IsDay || amount == 0) continue;
                var unit = LimitUnits.NameOf(hold.Meter.Unit, isDay: true);
                (kept ??= []).Add(new LimitDayCount(hold.Subject, unit, LimitDayCount.DayOf(now.Utc), amount));
            }
            foreach (var account in call.Accounts) account.Running--;
        }
        return kept;
    }

    /// <summary>What a call is to be told of its limits.</summary>
    public LimitFigures Figures(CallLimits call)
    {
        var figures = default(LimitFigures);
        lock (_lock)
        {
            var now = Now;
            foreach (var account in call.Accounts)
                foreach (var meter in account.Meters) figures.Take(meter.Unit, meter.Window, now);
        }
        return figures;
    }

    /// <summary>All that is counted at the moment, of those who use anything.</summary>
    public IReadOnlyList<LimitUse> List()
    {
        LimitAccount[] accounts;
        lock (_lock) accounts = [.. _accounts.Values];
        var uses = new List<LimitUse>();
        // A few at a time: calls wait for the lock.
        foreach (var some in accounts.Chunk(ListedTogether))
            lock (_lock) List(some, uses);
        return uses;
    }

    private void List(LimitAccount[] accounts, List<LimitUse> uses)
    {
        var now = Now;
        foreach (var account in accounts)
        {
            if (account.IsIdle(now)) continue;
            var (name, subject) = (account.Model.Name, account.Subject.ToString());
            foreach (var meter in account.Meters)
            {
                var (unit, window) = (LimitUnits.NameOf(meter.Unit, meter.IsDay), meter.Window);
                uses.Add(new LimitUse(name, subject, unit, window.Limit, window.Used(now), window.ResetIn(now)));
            }
            if (account.Model.Quota.Concurrency is { } most)
                uses.Add(new LimitUse(name, subject, LimitUnits.NameOf(LimitUnit.Calls, isDay: false), most, account.Running, TimeSpan.Zero));
        }
    }

    private static LimitHold[] Reserve(LimitAccount[] accounts, int meters, LimitNeeds needs, Moment now)
    {
        var holds = new LimitHold[meters];
        var next = 0;
        foreach (var account in accounts)
        {
            account.Running++;
            foreach (var meter in account.Meters)
                holds[next++] = new LimitHold(account.Subject, meter, meter.Window.Reserve(needs.FirstOf(meter.Unit), needs.ExpectedOf(meter.Unit), now));
        }
        return holds;
    }

    private static LimitRefusal? RefusalOf(LimitAccount[] accounts, LimitNeeds needs, Moment now)
    {
        LimitRefusal? worst = null;
        foreach (var account in accounts)
        {
            var model = account.Model;
            if (model.Quota.Concurrency is { } most && account.Running >= most && (worst is null || worst.Wait < Soon))
                worst = new LimitRefusal(model, LimitUnit.Calls, IsDay: false, most, account.Running, 1, Soon);
            foreach (var meter in account.Meters)
            {
                var (window, needed) = (meter.Window, needs.Of(meter.Unit));
                if (window.Has(needed, now)) continue;
                var wait = window.WaitFor(needed, now);
                if (worst is null || wait > worst.Wait) worst = new LimitRefusal(model, meter.Unit, meter.IsDay, window.Limit, window.Used(now), needed, wait);
            }
        }
        return worst;
    }

    private LimitAccount AccountOf(LimitSubject subject, RateLimitModel model, Moment now)
    {
        if (!_accounts.TryGetValue(subject, out var account))
        {
            // Beyond the bound one account is made for all that are new: less than each is allowed, and never more.
            if (_accounts.Count >= MostAccounts) subject = subject with { First = "", Rest = "" };
            if (!_accounts.TryGetValue(subject, out account)) account = Make(subject, model, now);
        }
        if (!ReferenceEquals(account.Model, model)) account.Adapt(model);
        return account;
    }

    private LimitAccount Make(LimitSubject subject, RateLimitModel model, Moment now)
    {
        var account = new LimitAccount(subject, model);
        foreach (var meter in account.Meters)
        {
            if (!meter.IsDay || UsedBefore(subject, LimitUnits.NameOf(meter.Unit, isDay: true)) is not (> 0 and var used)) continue;
            meter.Window.Sync(used, 0, TimeSpan.Zero, now);
        }
        _accounts.Add(subject, account);
        _inTurn.Enqueue(account);
        return account;
    }

    private void Forget(Moment now)
    {
        for (var looks = Math.Min(LooksPerNew, _inTurn.Count); looks > 0; looks--)
        {
            var oldest = _inTurn.Dequeue();
            if (oldest.IsIdle(now)) _accounts.Remove(oldest.Subject);
            else _inTurn.Enqueue(oldest);
        }
    }
}
