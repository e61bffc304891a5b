using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>Forgets stored responses whose time is over, once an hour.</summary>
internal sealed class ResponsePurge(ResponseStore store, TimeProvider time, ILogger<ResponsePurge> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await PurgeAsync();
        }
        catch (OperationCanceledException)
        {
            // Told to stop; where the host is taken down before it has started, it would take this for a failure.
        }
    }

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
