using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Calls;

/// <summary>
/// Hangs up on connections that no call could need, so that they cannot use up what the process has. The server's own limit
/// is read once; this one follows <c>limits.calls_in_flight</c>.
/// </summary>
internal sealed class ConnectionGate(ConfigWatcher configuration, ILogger<ConnectionGate> log)
{
    private long _open;
    private volatile bool _isFull;

    /// <summary>Every call has a connection; idle ones that clients keep open come on top.</summary>
    private long Limit => 1000 + (2L * configuration.Current.Limits.CallsInFlight);

    /// <summary>Serves a connection to its end, or hangs up.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate serve)
    {
        try
        {
            if (Interlocked.Increment(ref _open) <= Limit) await serve(connection);
            else Refuse(connection);
        }
        finally
        {
            if (Interlocked.Decrement(ref _open) < Limit) _isFull = false;
        }
    }

    private void Refuse(ConnectionContext connection)
    {
        // Said once: a flood of connections must not become a flood of messages.
        if (!_isFull) CallsLog.ConnectionsFull(log, Limit);
        _isFull = true;
        connection.Abort();
    }
}
