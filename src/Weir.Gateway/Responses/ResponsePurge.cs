using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>Forgets stored responses whose time is over, once an hour.</summary>
internal sealed class ResponsePurge(ResponseStore store, TimeProvider time, ILogger<ResponsePurge> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private ITimer? _timer;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not a BackgroundService: one that is taken down before it has begun is reported as a failure.
        _timer = time.CreateTimer(static purge => _ = ((ResponsePurge)purge!).PurgeAsync(), this, Period, Period);
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

    private async Task PurgeAsync()
    {
        try
        {
            var purged = await store.PurgeAsync();
            if (purged > 0) ResponsesLog.Purged(log, purged);
        }
        catch (StorageException broken)
        {
            // They are not shown any more in any case; the next hour tries again.
            ResponsesLog.PurgeFailed(log, broken);
        }
    }
}
