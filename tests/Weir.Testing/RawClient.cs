using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Weir.Testing;

/// <summary>A client that writes bytes of its own, right or wrong, on a connection of its own.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly List<byte> _unread = [];
    private readonly byte[] _buffer = new byte[16 * 1024];

    private RawClient(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    public static async Task<RawClient> ConnectAsync(Uri address, int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size) socket.ReceiveBufferSize = size;
        await socket.ConnectAsync(address.Host, address.Port);
        return new RawClient(socket);
    }

    /// <summary>The head of a chat call.</summary>
    /// <param name="key">Weir's key.</param>
    /// <param name="more">More header lines, each with its line end.</param>
    public static string ChatHead(string key, string more) =>
        $"POST /v1/chat/completions HTTP/1.1\r\nHost: weir\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n{more}\r\n";

    /// <summary>A whole chat call.</summary>
    public static string Chat(string key, string body, string more = "") =>
        ChatHead(key, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{more}") + body;

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await Socket.SendAsync(bytes)..];
    }

    /// <summary>Sends what the other side still takes; that it stops listening is no error.</summary>
    public async Task TrySendAsync(string text)
    {
        try
        {
            await SendAsync(text);
        }
        catch (SocketException)
        {
            // The other side has had enough.
        }
    }

    /// <summary>Reads one answer, passing over interim ones.</summary>
    public async Task<Answer> ReadAnswerAsync()
    {
        while (true)
        {
            var head = await ReadHeadAsync();
            var lines = head.Split("\r\n");
            var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
            if (status < 200) continue;
            var headers = lines[1..].ToDictionary(
                line => line[..line.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant(), line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            return new Answer(status, headers, await ReadBodyAsync(headers));
        }
    }

    /// <summary>Reads the head of the next answer, interim ones too.</summary>
    public async Task<string> ReadHeadAsync()
    {
        int end;
        while ((end = Text().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
            if (!await FillAsync()) throw new EndOfStreamException($"the connection ended in the head of an answer: '{Text()}'");
        return Take(end + 4)[..^4];
    }

    /// <summary>Reads until the other side closes or resets the connection.</summary>
    public async Task<string> ReadToCloseAsync()
    {
        while (await FillAsync())
        {
        }
        return Take(_unread.Count);
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Close();
    }

    /// <inheritdoc/>
    public void Dispose() => Socket.Dispose();

    private async Task<string> ReadBodyAsync(Dictionary<string, string> headers)
    {
        if (headers.TryGetValue("content-length", out var length))
        {
            var wanted = int.Parse(length, CultureInfo.InvariantCulture);
            while (_unread.Count < wanted)
                if (!await FillAsync()) throw new EndOfStreamException("the connection ended in a body");
            return Take(wanted);
        }
        return headers.TryGetValue("transfer-encoding", out var coding) && coding == "chunked" ? await ReadChunksAsync() : await ReadToCloseAsync();
    }

    private async Task<string> ReadChunksAsync()
    {
        var body = new StringBuilder();
        while (true)
        {
            int end;
            while ((end = Text().IndexOf("\r\n", StringComparison.Ordinal)) < 0)
                if (!await FillAsync()) throw new EndOfStreamException("the connection ended in a chunked body");
            var size = int.Parse(Take(end + 2)[..^2], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            while (_unread.Count < size + 2)
                if (!await FillAsync()) throw new EndOfStreamException("the connection ended in a chunk");
            body.Append(Take(size + 2)[..^2]);
            if (size == 0) return body.ToString();
        }
    }

    private string Text() => Encoding.Latin1.GetString([.. _unread]);

    private string Take(int count)
    {
        var taken = Encoding.UTF8.GetString([.. _unread[..count]]);
        _unread.RemoveRange(0, count);
        return taken;
    }

    private async Task<bool> FillAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        try
        {
            var read = await Socket.ReceiveAsync(_buffer, patience.Token);
            _unread.AddRange(_buffer.AsSpan(0, read));
            return read > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
