using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Budgets;

/// <summary>Looks once a second whether somebody has raised a budget, from the command line beside the gateway or over the admin API.</summary>
internal sealed class RaiseWatch(RaiseStore store, BudgetBook book, TimeProvider time, ILogger<RaiseWatch> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Lock _looking = new();
    private ITimer? _timer;
    private IReadOnlyList<BudgetRaise> _raises = [];
    private long _last = -1;
    private bool _isFailing;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        _timer = time.CreateTimer(static watch => ((RaiseWatch)watch!).Look(), this, Period, Period);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <summary>Looks now.</summary>
    public void Look()
    {
        lock (_looking)
        {
            try
            {
                var last = store.ReadLast();
                if (last != _last) _raises = store.ReadInForce(book.Now);
                _last = last;
                _isFailing = false;
            }
            catch (StorageException broken)
            {
                if (!_isFailing) BudgetLog.RaisesNotRead(log, broken);
                _isFailing = true;
            }
            Apply();
        }
    }

    /// <summary>Also to budgets that have come since the last look.</summary>
    private void Apply()
    {
        foreach (var budget in book.States.All)
        {
            IReadOnlyList<BudgetRaise> own = [.. _raises.Where(raise => raise.Budget == budget.Model.Name && raise.Until > book.Now)];
            if (own.SequenceEqual(budget.Raises)) continue;
            budget.Raises = own;
            book.Wake(budget);
        }
    }
}
