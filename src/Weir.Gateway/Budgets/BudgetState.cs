using System.Collections.Concurrent;

namespace Weir.Gateway.Budgets;

/// <summary>A budget as it lives: its counters, under one definition of what is counted.</summary>
internal sealed class BudgetState(BudgetModel model)
{
    private readonly ConcurrentDictionary<(string Subject, long Start), BudgetAccount> _accounts = new();
    private volatile TaskCompletionSource _counted = New();
    private volatile BudgetModel _model = model;
    private volatile IReadOnlyList<BudgetRaise> _raises = [];
    private volatile BudgetWindow _window = new(0, 0);
    private long _wholeSince = long.MinValue;

    /// <summary>The budget as it is configured now. What is counted never changes, the limit may.</summary>
    public BudgetModel Model
    {
        get => _model;
        set => _model = value;
    }

    /// <summary>What may be spent beyond the limit for a while, in the budget or in one of its counters. Replaced, never changed.</summary>
    public IReadOnlyList<BudgetRaise> Raises
    {
        get => _raises;
        set => _raises = value;
    }

    /// <summary>Ends when everything is counted that was spent before the budget was known.</summary>
    public Task Counted => _counted.Task;

    public IEnumerable<BudgetAccount> Accounts => _accounts.Values;

    /// <summary>Whether rows are being added to on disk for what was not counted when it was spent. Guarded by the book's lock, as all below.</summary>
    public bool IsBeingAdded { get; set; }

    /// <summary>The counter that has spent the most of those that have left memory, as it was then; null for none.</summary>
    public CounterLeft? MostLeft { get; private set; }

    /// <summary>Whether all counters are in memory that have spent something in a window, so that nobody has to look on disk.</summary>
    /// <param name="key">The window's first microsecond; 0 for a rolling one.</param>
    public bool IsWholeFor(long key) => key >= _wholeSince;

    /// <summary>Notes that windows before a time were not read.</summary>
    public void BeginAt(long since) => _wholeSince = Math.Max(_wholeSince, IsRolling ? long.MinValue : since);

    /// <summary>Notes that a counter leaves memory.</summary>
    public void LeaveOut(BudgetAccount account, long now)
    {
        if (!account.IsEmpty(now)) LeaveOut(new CounterLeft(account.Subject, account.Key, account.SpentAt(now), account.ResetsAt(now)), now);
    }

    /// <summary>Notes that a counter is on disk only.</summary>
    public void LeaveOut(CounterLeft left, long now)
    {
        _wholeSince = Math.Max(_wholeSince, left.Key + 1);
        var isMost = MostLeft is not { } most || left.Key > most.Key || most.Until <= now || (left.Key == most.Key && left.Spent.In(_model.Unit) >= most.Spent.In(_model.Unit));
        if (isMost) MostLeft = left;
    }

    /// <summary>The counter of a subject, for calls that came at a time; null where it is not in memory.</summary>
    public BudgetAccount? Find(string subject, long at) => _accounts.GetValueOrDefault((subject, KeyAt(at)));

    /// <summary>A counter of a subject that nothing is counted in: to look at what stands on disk.</summary>
    public BudgetAccount Outside(string subject, long at) => new(this, subject, WindowAt(at));

    /// <summary>What tells the counters of a subject apart: their window's first microsecond; 0 for a rolling one.</summary>
    public long KeyAt(long at) => IsRolling ? 0 : WindowAt(at).Start;

    /// <summary>The counter of a subject, for calls that came at a time; made where there is none.</summary>
    public BudgetAccount AccountOf(string subject, long at)
    {
        var window = WindowAt(at);
        var key = (subject, IsRolling ? 0 : window.Start);
        return _accounts.TryGetValue(key, out var known) ? known : _accounts.GetOrAdd(key, static (key, of) => new BudgetAccount(of.Budget, key.Subject, of.Window), (Budget: this, Window: window));
    }

    /// <summary>Everything is counted.</summary>
    public void IsCounted() => _counted.TrySetResult();

    /// <summary>Something was spent that was not counted: everything has to be, once more.</summary>
    public void IsBehind()
    {
        if (_counted.Task.IsCompleted) _counted = New();
    }

    /// <summary>Forgets a counter that nobody needs any more.</summary>
    public void Forget(BudgetAccount account) => _accounts.TryRemove(new((account.Subject, account.Key), account));

    private bool IsRolling => _model.Calendar.Period == BudgetPeriod.Rolling;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BudgetWindow WindowAt(long at)
    {
        var window = _window;
        // Nearly all calls come in the window that the last one came in.
        return window.Contains(at) ? window : _window = _model.Calendar.WindowAt(at);
    }
}
