using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Anomalies;

/// <summary>Writes what the call path found to the database, in the background: no call waits for it.</summary>
internal sealed class AnomalyRecorder(AnomalyStore store, AnomalyMetrics metrics, ILogger<AnomalyRecorder> log) : IHostedService
{
    private const int Most = 1_000;

    private readonly Channel<Anomaly> _found = Channel.CreateBounded<Anomaly>(new BoundedChannelOptions(Most) { SingleReader = true });
    private Task _writing = Task.CompletedTask;

    /// <summary>Takes an anomaly; where too many wait already it is told to people all the same, and not written.</summary>
    public void Record(Anomaly anomaly)
    {
        metrics.Found(anomaly.Kind, anomaly.Dimension);
        if (!_found.Writer.TryWrite(anomaly)) AnomaliesLog.NotRecorded(log, anomaly.Id, null);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.Run(WriteAllAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _found.Writer.TryComplete();
        return _writing;
    }

    private async Task WriteAllAsync()
    {
        await foreach (var anomaly in _found.Reader.ReadAllAsync())
        {
            try
            {
                store.Add([anomaly]);
            }
            catch (StorageException broken)
            {
                AnomaliesLog.NotRecorded(log, anomaly.Id, broken);
            }
        }
    }
}
