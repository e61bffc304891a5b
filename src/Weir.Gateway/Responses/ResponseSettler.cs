using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>
/// Asks providers for the responses that they were still at work on when the call ended: clients may never come back for them,
/// and they are paid for all the same. When each is asked after next stands in the database, so that a restart goes on from there.
/// </summary>
/// <param name="settlement">Asks and settles.</param>
/// <param name="unsettled">Which they are.</param>
/// <param name="random">Draws between 0 and 1.</param>
/// <param name="time">Runs the timer.</param>
/// <param name="log">Says when the database cannot be read.</param>
internal sealed class ResponseSettler(ResponseSettlement settlement, UnsettledStore unsettled, Func<double> random, TimeProvider time, ILogger<ResponseSettler> log) : IHostedService, IDisposable
{
    /// <summary>How many are asked after at the same time.</summary>
    public const int AtOnce = 8;

    /// <summary>Taken from the database at once.</summary>
    private const int Claimed = 64;

    /// <summary>Between the end of a call and the first time its response is asked after.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _stop = new();
    private CancellationToken _stopping;
    private ITimer? _timer;
    private bool _isFailing;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = _stop.Token;
        // Not a BackgroundService: one that is taken down before it has begun is reported as a failure.
        _timer = time.CreateTimer(static settler => ((ResponseSettler)settler!).Tick(), this, Period, Period);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null) await _timer.DisposeAsync();
        await _stop.CancelAsync();
        // Whatever is cut short stays unsettled, and is asked after again when its time comes.
        await _one.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Asks after everything that it is time to ask after; waits for a pass that is under way first.</summary>
    internal async Task PassAsync()
    {
        try
        {
            await _one.WaitAsync(_stopping);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        try
        {
            await AskAllAsync();
            _isFailing = false;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The gateway stops.
        }
        catch (StorageException broken)
        {
            // Said once: while the database cannot be used, the ledger has more to say about it than this.
            if (!_isFailing) ResponsesLog.SettlingFailed(log, broken);
            _isFailing = true;
        }
        finally
        {
            _one.Release();
        }
    }

    private void Tick()
    {
        if (_one.CurrentCount > 0) _ = PassAsync();
    }

    private async Task AskAllAsync()
    {
        var together = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = _stopping };
        while (true)
        {
            var due = await unsettled.ClaimAsync(Claimed, NextAskAt);
            await Parallel.ForEachAsync(due, together, AskAsync);
            if (due.Count < Claimed) return;
        }
    }

    private async ValueTask AskAsync(UnsettledResponse response, CancellationToken cancellationToken)
    {
        try
        {
            await settlement.SettleOrWaitAsync(response, cancellationToken);
        }
        catch (Exception broken) when (broken is not (StorageException or OperationCanceledException))
        {
            // One that cannot be settled must not keep the others from it.
            ResponsesLog.NotSettled(log, broken, response.CallId);
        }
    }

    /// <summary>The longer a response has been at work, the longer it is left alone: for half its age, give or take a quarter; not beyond its time.</summary>
    private long NextAskAt(UnsettledResponse response)
    {
        var now = time.GetUtcNow();
        var age = now - DateTimeOffset.UnixEpoch - TimeSpan.FromMicroseconds(response.StartedAt);
        var pause = TimeSpan.FromTicks(Math.Clamp(age.Ticks / 2, Shortest.Ticks, Longest.Ticks)) * (0.75 + (random() / 2));
        var next = (now + pause - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return response.ExpiresAt > (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond ? Math.Min(next, response.ExpiresAt) : next;
    }
}
