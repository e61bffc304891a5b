using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Budgets;

/// <summary>Looks once a second whether somebody has raised a budget, from the command line beside the gateway or over the admin API.</summary>
internal sealed class RaiseWatch : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Lock _looking = new();
    private readonly RaiseStore _store;
    private readonly BudgetBook _book;
    private readonly TimeProvider _time;
    private readonly ILogger<RaiseWatch> _log;
    private readonly Session _session;
    private readonly Statement _asking;
    private ITimer? _timer;
    private IReadOnlyList<BudgetRaise> _raises = [];
    private long _last = -1;
    private bool _isFailing;
    private bool _isDisposed;

    public RaiseWatch(RaiseStore store, BudgetBook book, TimeProvider time, ILogger<RaiseWatch> log)
    {
        (_store, _book, _time, _log) = (store, book, time, log);
        _asking = store.PrepareLast(out _session);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        _timer = _time.CreateTimer(static watch => ((RaiseWatch)watch!).Look(), this, Period, Period);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_looking)
        {
            _isDisposed = true;
            _asking.Dispose();
            _session.Dispose();
        }
    }

    /// <summary>Looks now.</summary>
    public void Look()
    {
        lock (_looking)
        {
            if (_isDisposed) return;
            try
            {
                _asking.Read();
                var last = _asking.NextLong();
                _asking.Reset();
                if (last != _last) _raises = _store.ReadInForce(_book.Now);
                _last = last;
                _isFailing = false;
            }
            catch (StorageException broken)
            {
                if (!_isFailing) BudgetLog.RaisesNotRead(_log, broken);
                _isFailing = true;
            }
            Apply();
        }
    }

    /// <summary>Also to budgets that have come since the last look.</summary>
    private void Apply()
    {
        foreach (var budget in _book.States.All)
        {
            IReadOnlyList<BudgetRaise> own = [.. _raises.Where(raise => raise.Budget == budget.Model.Name && raise.Until > _book.Now)];
            if (own.SequenceEqual(budget.Raises)) continue;
            budget.Raises = own;
            _book.Upkeep.Wake(budget);
        }
    }
}
