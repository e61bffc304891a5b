using Weir.Gateway.Leases;

namespace Weir.Gateway.Budgets;

/// <summary>
/// One counter of a budget: what was spent in a window, and what is reserved for attempts under way. It is the window's own, so that
/// nothing is ever set back: calls that began in a window settle in it, however late. Everything but its name is guarded by the
/// lock of the <see cref="BudgetBook"/>.
/// </summary>
internal sealed class BudgetAccount
{
    private readonly RollingSpend? _rolling;
    private Amount _spent;
    private LinkedList<BudgetWaiter>? _line;
    private volatile CounterReading? _reading;

    public BudgetAccount(BudgetState budget, string subject, BudgetWindow window)
    {
        (Budget, Subject, Window) = (budget, subject, window);
        if (budget.Model.Calendar.Period == BudgetPeriod.Rolling) _rolling = new RollingSpend(budget.Model.Calendar);
    }

    public BudgetState Budget { get; }

    /// <summary>Whose it is, where the budget has several.</summary>
    public string Subject { get; }

    /// <summary>Its window. Meaningless for a rolling budget, whose counters have no end.</summary>
    public BudgetWindow Window { get; }

    /// <summary>The first microsecond of the window; 0 for a rolling one.</summary>
    public long Key => _rolling is null ? Window.Start : 0;

    /// <summary>Whether the <see cref="CounterMemory"/> knows of it.</summary>
    public bool IsListed { get; set; }

    /// <summary>Whether another one may be in its place: nothing is to be counted in it any more.</summary>
    public bool IsForgotten { get; private set; }

    /// <summary>What this gateway may spend of it, where several share it; null where the whole limit is this one's, and for soft budgets.</summary>
    public LeaseSlice? Slice { get; private set; }

    /// <summary>How many keep it in memory: calls under way, and whoever writes what was spent in it.</summary>
    public int Users { get; set; }

    /// <summary>How often something was spent in it that is not on disk yet, or is about to be.</summary>
    public int Unwritten { get; set; }

    /// <summary>Grows whenever something is spent in it.</summary>
    public int Changes { get; private set; }

    /// <summary>Its place among those that are not in use, or null.</summary>
    public LinkedListNode<BudgetAccount>? Place { get; set; }

    /// <summary>What is going on about what stands on disk; null when that is known.</summary>
    public CounterReading? Reading
    {
        get => _reading;
        set => _reading = value;
    }

    /// <summary>Whether what stands on disk is part of it. Until then it has what was spent since.</summary>
    public bool IsKnown => _reading is null;

    /// <summary>Whether it has to be in memory.</summary>
    public bool IsInUse => Users > 0 || Holds > 0 || Unwritten > 0;

    /// <summary>Whether everything that was spent in it is on disk.</summary>
    public bool IsQuiet => Unwritten == 0 && !Budget.IsBeingAdded;

    /// <summary>Where its rows are: the first and the last beginning of a window.</summary>
    public (long From, long To) RowsAt(long now) => _rolling is null ? (Window.Start, Window.Start) : (Budget.Model.Calendar.CountsSince(now), long.MaxValue);

    /// <summary>Whether what calls spend that come at a time counts here.</summary>
    public bool IsCurrent(long now) => _rolling is not null || Window.Contains(now);

    /// <summary>Whether another one that begins with nothing would be the same.</summary>
    public bool IsEmpty(long now) => SpentAt(now).IsNone && Steps.GraceSince is null;

    /// <summary>What attempts under way may come to.</summary>
    public Amount Reserved { get; private set; }

    /// <summary>How many attempts under way have reserved some of it.</summary>
    public int Holds { get; private set; }

    /// <summary>Those who wait for some of what is reserved, the first in front.</summary>
    public LinkedList<BudgetWaiter> Line => _line ??= new();

    /// <summary>How many wait.</summary>
    public int Waiting => _line?.Count ?? 0;

    /// <summary>Which steps it has reached.</summary>
    public BudgetSteps Steps { get; } = new();

    /// <summary>What may be spent at a time, without grace: that is what steps are shares of.</summary>
    public decimal LimitAt(long now)
    {
        var limit = Budget.Model.Limit;
        var raises = Budget.Raises;
        for (var i = 0; i < raises.Count; i++)
            if (raises[i].Holds(Subject, now)) limit += raises[i].Amount;
        return limit;
    }

    /// <summary>What a hard budget lets be spent at a time: with the grace that it is in, if it is in one.</summary>
    public decimal MostAt(long now)
    {
        var limit = LimitAt(now);
        return Budget.Model.Grace is { } grace && Steps.GraceSince is { } since && now - since < grace.For.Ticks / TimeSpan.TicksPerMicrosecond
            ? limit + (Budget.Model.Limit * grace.Share)
            : limit;
    }

    /// <summary>Begins the grace, where there is one and it has not begun before in this window; in a rolling one not within its length.</summary>
    public bool TryBeginGrace(long now)
    {
        var calendar = Budget.Model.Calendar;
        if (_rolling is not null && Steps.GraceSince is { } since && calendar.EndOfPart(calendar.WindowAt(since).Start) <= now) Steps.Forget(BudgetSteps.Grace);
        return Budget.Model.Grace is not null && Steps.TryAdd(BudgetSteps.Grace, now);
    }

    /// <summary>The row that what a call spends is added to.</summary>
    /// <param name="callStartedAt">When the call came, microseconds since the Unix epoch.</param>
    public SpentKey RowFor(long callStartedAt) => new(
        Budget.Model.Name, Budget.Model.Definition, Subject, _rolling is null ? Window.Start : Budget.Model.Calendar.WindowAt(callStartedAt).Start);

    /// <summary>What was spent, and counts at a time.</summary>
    public Amount SpentAt(long now) => _rolling?.SumAt(now) ?? _spent;

    /// <summary>What all gateways together have spent, for all that this one knows, in the unit.</summary>
    public decimal TotalAt(long now)
    {
        var own = SpentAt(now).In(Budget.Model.Unit);
        // Of a rolling window what others have spent may have gone out of it since it was heard of.
        return Slice is { IsKnown: true } slice && _rolling is null ? Math.Max(own, slice.SpentInAll) : own;
    }

    /// <summary>How it stands at a time.</summary>
    public BudgetFigures FiguresAt(long now) => new(AllSpentAt(now), Reserved, MostAt(now), ResetsAt(now));

    /// <summary>The same in both units; of others only the budget's own is known.</summary>
    private Amount AllSpentAt(long now)
    {
        var own = SpentAt(now);
        if (Slice is null) return own;
        return Budget.Model.Unit == BudgetUnit.Money ? own with { Money = TotalAt(now) } : own with { Tokens = (long)TotalAt(now) };
    }

    /// <summary>When some of what was spent counts no more; null for one that never ends.</summary>
    public long? ResetsAt(long now) => _rolling is { } rolling ? rolling.NextEnd(now) : Window.End == long.MaxValue ? null : Window.End;

    /// <summary>Forgets it.</summary>
    public void Forget()
    {
        IsForgotten = true;
        Slice?.Close();
        Budget.Forget(this);
    }

    /// <summary>Whether somebody waits who came before.</summary>
    public bool HasOthersWaiting(BudgetWaiter? but) => _line?.First is { } first && first.Value != but;

    /// <summary>Gives the one who has waited longest another turn.</summary>
    public void WakeFirst() => _line?.First?.Value.Wake();

    public void Reserve(in Amount amount)
    {
        Reserved += amount;
        Holds++;
        Slice?.Take(amount.In(Budget.Model.Unit));
    }

    public void Release(in Amount amount)
    {
        Reserved -= amount;
        Holds--;
        Slice?.Give(amount.In(Budget.Model.Unit));
    }

    /// <summary>Has it spend of another slice from now on, or of none.</summary>
    public void LeaseFrom(LeaseSlice? slice)
    {
        // The one before may have been in the other unit.
        Slice?.Give(Slice.Used);
        Slice?.Close();
        Slice = slice;
        slice?.Take(Reserved.In(Budget.Model.Unit));
    }

    /// <summary>Takes in what stands on disk, in place of what was spent since: that is part of it by now.</summary>
    public void TakeIn(CounterRow row)
    {
        _spent = default;
        _rolling?.Clear();
        foreach (var (start, amount) in row.Spent) Spend(amount, start);
        foreach (var (name, at) in row.Steps) Steps.TryAdd(name, at);
        _reading = null;
    }

    /// <summary>Adds what was spent.</summary>
    /// <param name="amount">How much.</param>
    /// <param name="callStartedAt">When the call came that has spent it.</param>
    public void Spend(in Amount amount, long callStartedAt)
    {
        Changes++;
        if (_rolling is { } rolling) rolling.Add(amount, callStartedAt);
        else _spent += amount;
    }
}
