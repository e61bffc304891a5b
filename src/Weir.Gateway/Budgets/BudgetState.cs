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

    /// <summary>The counter of a subject, for calls that came at a time; made where there is none.</summary>
    public BudgetAccount AccountOf(string subject, long at)
    {
        var window = WindowAt(at);
        var key = (subject, _model.Calendar.Period == BudgetPeriod.Rolling ? 0 : window.Start);
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

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BudgetWindow WindowAt(long at)
    {
        var window = _window;
        // Nearly all calls come in the window that the last one came in.
        return window.Contains(at) ? window : _window = _model.Calendar.WindowAt(at);
    }
}
