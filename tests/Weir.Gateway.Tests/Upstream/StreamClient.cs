using System.Text;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Tests.Upstream;

/// <summary>The HTTP client on a connection of a test's own, and how many connections it wanted.</summary>
internal sealed class StreamClient : IDisposable
{
    private readonly EventStreamConnections _connections = new();
    private readonly HttpMessageInvoker _invoker;

    public StreamClient(Stream connection) => _invoker = new HttpMessageInvoker(new SocketsHttpHandler
    {
        ConnectCallback = (_, _) => ++Connections == 1 ? ValueTask.FromResult(connection) : throw new IOException("no second connection"),
        PlaintextStreamFilter = _connections.WrapAsync,
        MaxResponseDrainSize = 0,
    });

    public int Connections { get; private set; }

    /// <summary>Makes a request and opens the body of its response.</summary>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken = default)
    {
        var response = await _invoker.SendAsync(new HttpRequestMessage(HttpMethod.Get, "http://upstream/"), cancellationToken);
        return _connections.Open(response, cancellationToken);
    }

    /// <summary>Makes a request and reads its response to the end.</summary>
    public async Task<string> ReadAsync(int bufferSize = 512, CancellationToken cancellationToken = default)
    {
        await using var body = await OpenAsync(cancellationToken);
        var all = new MemoryStream();
        var buffer = new byte[bufferSize];
        while (await body.ReadAsync(buffer, cancellationToken) is var read && read > 0) all.Write(buffer, 0, read);
        return Encoding.UTF8.GetString(all.ToArray());
    }

    public void Dispose() => _invoker.Dispose();
}
