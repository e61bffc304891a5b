using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Ledger;

/// <summary>
/// Sees within a second that the database's file was deleted, moved or replaced, which could still be written but would never be read by
/// anybody, or that its server is away, before a call is taken that could not be recorded.
/// </summary>
internal sealed class PlaceWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly LedgerTable _table;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private volatile bool _isDue;

    /// <summary>Begins to wake the queue's consumer, who then calls <see cref="Look"/>.</summary>
    public PlaceWatch(LedgerTable table, TimeProvider time, AppendQueue queue, ILogger logger)
    {
        (_table, _logger) = (table, logger);
        _timer = time.CreateTimer(
            _ =>
            {
                _isDue = true;
                queue.Wake();
            },
            null,
            Interval,
            Interval);
    }

    /// <summary>Looks, once in each interval, and says what has changed. Called by the writer's thread alone.</summary>
    /// <returns>Whether it looked.</returns>
    public bool Look()
    {
        if (!_isDue) return false;
        _isDue = false;
        var before = _table.Trouble;
        _table.Look();
        if (before is null && _table.Trouble is { } trouble) LedgerLog.Gone(_logger, trouble.Message, trouble.Remedy);
        if (before is not null && _table.Trouble is null) LedgerLog.Back(_logger, _table.Path);
        return true;
    }

    public void Dispose() => _timer.Dispose();
}
