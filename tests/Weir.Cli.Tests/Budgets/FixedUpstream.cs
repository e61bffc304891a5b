using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Cli.Tests.Budgets;

/// <summary>
/// A provider that always says the same: a whole answer of about one kilobyte, or a stream whose events are sent one by one,
/// each after the client has seen the one before.
/// </summary>
internal sealed class FixedUpstream : IDisposable
{
    private static readonly byte[] Plain = Response("application/json", Encoding.UTF8.GetBytes(PlainBody()));
    private static readonly byte[] StreamHead = Encoding.ASCII.GetBytes(Head("text/event-stream; charset=utf-8") + "transfer-encoding: chunked\r\n\r\n");
    private static readonly byte[] Token = Chunk("""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m-2026","choices":[{"index":0,"delta":{"content":" word"},"finish_reason":null}]}""");
    private static readonly byte[] Finish = Chunk("""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m-2026","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
    private static readonly byte[] Usage = Chunk("""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m-2026","choices":[],"usage":{"prompt_tokens":200,"completion_tokens":100,"total_tokens":300}}""");
    private static readonly byte[] End = [.. Chunk("data: [DONE]"), .. "0\r\n\r\n"u8];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SemaphoreSlim _seen = new(0);

    public FixedUpstream()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The base address that a provider is configured with.</summary>
    public string BaseUrl => $"http://{_listener.LocalEndpoint}/v1";

    /// <summary>Tokens of the next streams.</summary>
    public int Events { get; set; }

    /// <summary>The client has seen an event: the next may come.</summary>
    public void Acknowledge() => _seen.Release();

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _seen.Dispose();
    }

    private static string PlainBody()
    {
        var text = string.Concat(Enumerable.Repeat("A weir measures the river and holds back the flood. ", 12));
        return """{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m-2026","choices":[{"index":0,"message":{"role":"assistant","content":"TEXT","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":200,"completion_tokens":100,"total_tokens":300,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}"""
            .Replace("TEXT", text, StringComparison.Ordinal);
    }

    private static string Head(string type) =>
        $"HTTP/1.1 200 OK\r\ndate: Sat, 22 Aug 2026 12:00:00 GMT\r\ncontent-type: {type}\r\nopenai-processing-ms: 42\r\nx-request-id: req_0123456789abcdef\r\n";

    private static byte[] Response(string type, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"{Head(type)}content-length: {body.Length}\r\n\r\n"), .. body];

    private static byte[] Chunk(string @event) => Encoding.ASCII.GetBytes($"{@event.Length + 2:x}\r\n{@event}\n\n\r\n");

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = new RawConnection(socket);
        try
        {
            while (await connection.ReadMessageAsync() is { } request)
            {
                if (request.Contains("\"stream\":true", StringComparison.Ordinal)) await StreamAsync(socket);
                else await socket.SendAsync(Plain);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task StreamAsync(Socket socket)
    {
        await socket.SendAsync(StreamHead);
        for (var i = 0; i < Events; i++)
        {
            await socket.SendAsync(Token);
            await _seen.WaitAsync();
        }
        await socket.SendAsync(Finish);
        await _seen.WaitAsync();
        await socket.SendAsync(Usage);
        await socket.SendAsync(End);
    }
}
