using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Testing;

/// <summary>A provider that answers with bytes of a test's own, HTTP or not, one request per connection.</summary>
internal sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Socket, Task> _behaviour;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="behaviour">Given a connection whose request has been read to its end; the connection is closed afterwards.</param>
    public RawUpstream(Func<Socket, Task> behaviour)
    {
        _behaviour = behaviour;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Answers with a text and closes.</summary>
    public RawUpstream(string answer)
        : this(async socket => await socket.SendAsync(Encoding.UTF8.GetBytes(answer)))
    {
    }

    public string BaseUrl => $"http://{_listener.LocalEndpoint}/v1";

    /// <summary>Closes a connection with a reset.</summary>
    public static Task ResetAsync(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await ReadRequestAsync(socket);
                await _behaviour(socket);
                if (socket.LingerState is { Enabled: true }) return;
                socket.Shutdown(SocketShutdown.Send);
                // Closing with bytes unread would reset the connection and lose the answer.
                while (await socket.ReceiveAsync(new byte[1024], _stop.Token) > 0)
                {
                }
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The gateway went away, or the test is over.
            }
        }
    }

    private async Task ReadRequestAsync(Socket socket)
    {
        var seen = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            seen.Append(Encoding.Latin1.GetString(buffer, 0, await socket.ReceiveAsync(buffer, _stop.Token)));
            var text = seen.ToString();
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;
            var at = text.IndexOf("content-length:", StringComparison.OrdinalIgnoreCase);
            var length = at < 0 || at > end ? 0 : int.Parse(text[(at + 15)..text.IndexOf('\r', at)], CultureInfo.InvariantCulture);
            if (text.Length >= end + 4 + length) return;
        }
    }
}
