using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Budgets;

/// <summary>
/// Keeps the counters true: reads them at the start, counts those of new budgets from the ledger, forgets those of windows that are
/// over, and looks for what calls should have given back.
/// </summary>
internal sealed class BudgetKeeper : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PurgePeriod = TimeSpan.FromHours(1);

    /// <summary>For how long the rows of a window stay that is over: the longest deadline of a call that came in it, and an hour.</summary>
    private static readonly TimeSpan Grown = TimeSpan.FromHours(25);

    /// <summary>Between two counts of a new budget: a call that ended as it came may not have been in the ledger at the first.</summary>
    private static readonly TimeSpan Straggling = TimeSpan.FromSeconds(5);

    private readonly Lock _configuring = new();
    private readonly BudgetBook _book;
    private readonly SpentStore _store;
    private readonly WeirMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<BudgetKeeper> _log;
    private readonly SemaphoreSlim _counting = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<(string Budget, string Definition)> _gone = [];
    private ITimer? _timer;
    private ITimer? _purge;
    private BudgetIndex _index;

    /// <summary>Reads the counters.</summary>
    /// <exception cref="StorageException">They cannot be read.</exception>
    public BudgetKeeper(BudgetBook book, SpentStore store, BudgetLoading loading, BudgetNews news, KeptHolds holds, CounterReader reader, Database database, ConfigWatcher configuration, WeirMetrics metrics, TimeProvider time, ILogger<BudgetKeeper> log)
    {
        (_book, _store, _metrics, _time, _log, _index) = (book, store, metrics, time, log, configuration.Current.Budgets);
        metrics.Budgets.Spent = () => Shares(static figures => figures.Spent);
        metrics.Budgets.Reserved = () => Shares(static figures => figures.Reserved);
        // Before anything is counted: steps that were reached as the program ended are told now, unless they were.
        book.Reached = news.Add;
        book.Upkeep.Reader = reader.Add;
        store.ForgetOthers(_index.All);
        loading.Read(book, _index.All);
        holds.Read(database);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = CatchUpAsync();
        _timer = _time.CreateTimer(static keeper => ((BudgetKeeper)keeper!).Sweep(), this, Period, Period);
        _purge = _time.CreateTimer(static keeper => ((BudgetKeeper)keeper!).Purge(), this, PurgePeriod, PurgePeriod);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        _purge?.Dispose();
        await _stop.CancelAsync();
        await _counting.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _purge?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Takes over a configuration. Counters whose definition stays the same go on, whatever their limit is from now on.</summary>
    public void Configure(GatewayModel model)
    {
        lock (_configuring)
        {
            var before = _index;
            if (ReferenceEquals(before, model.Budgets)) return;
            _index = model.Budgets;
            foreach (var gone in before.All.Where(known => !IsConfigured(known)))
            {
                // What is spent from now on is not counted for it; should it come back it has to be counted anew.
                _book.States.Of(gone).IsBehind();
                _gone.Add((gone.Name, gone.Definition));
            }
            foreach (var budget in _index.All) _book.Upkeep.Configure(_book.States.Of(budget), budget);
        }
        _ = CatchUpAsync();
    }

    /// <summary>Notes which budgets have gone, and counts those that have come. What fails is tried again by the next sweep.</summary>
    private async Task CatchUpAsync()
    {
        // Not on the thread of the one who configures, who must not wait for the disk.
        await Task.Yield();
        // One at a time, so that nothing that is missing is added twice.
        await _counting.WaitAsync();
        var counted = new List<BudgetState>();
        try
        {
            // First: one that has come back is not known to be counted, should the program end before it is.
            if (!TryForget()) return;
            foreach (var state in _index.All.Select(_book.States.Of).Where(static state => !state.Counted.IsCompleted))
                if (TryCount(state)) counted.Add(state);
        }
        finally
        {
            _counting.Release();
        }
        foreach (var state in counted) _ = CountStragglersAsync(state);
    }

    private async Task CountStragglersAsync(BudgetState state)
    {
        await Task.Delay(Straggling, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _counting.WaitAsync();
        try
        {
            if (IsConfigured(state.Model)) TryCount(state);
        }
        finally
        {
            _counting.Release();
        }
    }

    private bool TryForget()
    {
        if (_stop.IsCancellationRequested) return false;
        (string, string)[] gone;
        lock (_configuring) gone = [.. _gone];
        if (gone.Length == 0) return true;
        try
        {
            _store.Forget(gone);
            lock (_configuring) _gone.ExceptWith(gone);
            return true;
        }
        catch (Exception broken)
        {
            BudgetLog.ForgettingFailed(_log, broken);
            return false;
        }
    }

    private bool TryCount(BudgetState state)
    {
        if (_stop.IsCancellationRequested) return false;
        try
        {
            var missing = _store.Missing(state.Model, _book.Now);
            _book.Upkeep.BeginAdding(state);
            try
            {
                _store.Complete(state.Model, missing);
                foreach (var (key, amount) in missing) _book.Upkeep.Add(state, key, amount);
            }
            finally
            {
                _book.Upkeep.EndAdding(state);
            }
            if (missing.Count > 0) BudgetLog.Counted(_log, state.Model.Name, missing.Count);
        }
        catch (Exception broken)
        {
            // Whatever it was: a budget that nobody counts any more would refuse its calls for good.
            BudgetLog.CountingFailed(_log, broken, state.Model.Name);
            return false;
        }
        lock (_configuring)
        {
            if (IsConfigured(state.Model)) state.IsCounted();
            // It has gone meanwhile, and was noted as complete after that.
            else _gone.Add((state.Model.Name, state.Model.Definition));
        }
        return true;
    }

    private bool IsConfigured(BudgetModel budget) => _index.All.Any(known => AreSame(known, budget));

    private void Sweep()
    {
        if (_book.Sweep() is > 0 and var calls)
        {
            BudgetLog.Swept(_log, calls);
            _metrics.Budgets.Swept(calls);
        }
        foreach (var state in _book.States.All) _book.Upkeep.Prune(state);
        bool isBehind;
        lock (_configuring) isBehind = _gone.Count > 0 || _index.All.Any(budget => !_book.States.Of(budget).Counted.IsCompleted);
        if (isBehind && _counting.CurrentCount > 0) _ = CatchUpAsync();
    }

    private IEnumerable<KeyValuePair<string, double>> Shares(Func<BudgetFigures, Amount> of) => _index.All.Select(budget => KeyValuePair.Create(
        budget.Name,
        FiguresOf(_book.States.Of(budget)).Select(figures => (double)(of(figures).In(budget.Unit) / figures.Limit)).DefaultIfEmpty().Max()));

    private IEnumerable<BudgetFigures> FiguresOf(BudgetState budget)
    {
        foreach (var account in budget.Accounts)
            if (account.IsKnown && account.IsCurrent(_book.Now)) yield return _book.Look(account);
        if (_book.Upkeep.MostLeft(budget) is { } left) yield return left;
    }

    private void Purge()
    {
        try
        {
            foreach (var state in _book.States.All)
            {
                var (budget, definition, since) = (state.Model.Name, state.Model.Definition, state.Model.Calendar.CountsSince(_book.Now - (Grown.Ticks / TimeSpan.TicksPerMicrosecond)));
                _store.Purge(budget, definition, since);
            }
        }
        catch (StorageException broken)
        {
            BudgetLog.PurgeFailed(_log, broken);
        }
    }

    private static bool AreSame(BudgetModel one, BudgetModel other) => one.Name == other.Name && one.Definition == other.Definition;
}
