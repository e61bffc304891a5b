using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger.Rollups;

/// <summary>Forgets the sums of users' hours that are older than anybody looks at by the hour, once an hour. Their days stay.</summary>
internal sealed class RollupPurge(Database database, TimeProvider time, ILogger<RollupPurge> log) : IHostedService, IDisposable
{
    /// <summary>Five weeks, so that an hour can be compared with the same hour of four weeks before.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(35);

    private const int PurgedAtOnce = 500;

    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private ITimer? _timer;

    /// <summary>The oldest hour that is not forgotten, microseconds since the Unix epoch.</summary>
    public static long OldestKept(TimeProvider time) => HourKey.StartOf((time.GetUtcNow() - Kept - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static purge => _ = ((RollupPurge)purge!).PurgeAsync(), this, Period, Period);
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

    /// <summary>Forgets what is to be forgotten now. Never throws: the next hour tries again.</summary>
    /// <returns>How many rows there were.</returns>
    public Task<int> PurgeAsync() => Task.Run(() =>
    {
        try
        {
            return Purge();
        }
        catch (StorageException broken)
        {
            LedgerLog.PurgeFailed(log, broken);
            return 0;
        }
    });

    private int Purge()
    {
        using var session = database.Connect();
        // Some at a time: calls wait for their rows while these are deleted.
        using var purge = session.Prepare(
            $"""
            DELETE FROM {ValueRow.Table} WHERE ({ValueRow.Keys}) IN (
                SELECT {ValueRow.Keys} FROM {ValueRow.Table} WHERE grain = '{ValueKey.Hours}' AND start < $1 LIMIT {PurgedAtOnce}
            ) RETURNING start
            """);
        var (purged, before) = (0, -PurgedAtOnce);
        while (purged - before == PurgedAtOnce)
        {
            before = purged;
            purge.Add(OldestKept(time));
            while (purge.Read()) purged++;
        }
        return purged;
    }
}
