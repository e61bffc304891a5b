using System.Net.Sockets;
using Weir.Gateway.Upstream;

namespace Weir.Lab.Simulator;

/// <summary>The simulator as a provider inside the gateway's own process. It starts when the first connection is wanted.</summary>
internal sealed class SimulatorUpstream(SimulatorOptions options, TimeProvider time) : IBuiltInUpstream, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private Task<SimulatorServer>? _server;
    private bool _disposed;

    public string Name => "simulator";

    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var server = await ServerAsync(cancellationToken);
        var socket = new Socket(server.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server.EndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The server behind the connections, for drills that break it and tests that look into it.</summary>
    public Task<SimulatorServer> ServerAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);

            // A start that failed is tried anew. The start itself belongs to nobody: a caller who gives up must not stop it for the others.
            if (_server is null or { IsFaulted: true })
                _server = Task.Run(() => SimulatorServer.StartAsync(options, time, CancellationToken.None), CancellationToken.None);
            return _server.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<SimulatorServer>? server;
        lock (_lock)
        {
            _disposed = true;
            server = _server;
            _server = null;
        }

        if (server is null)
            return;
        await ((Task)server).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (server.IsCompletedSuccessfully)
            await (await server).DisposeAsync();
    }
}
