using System.Net;
using System.Net.Sockets;
using System.Text;
using Weir.Testing;

namespace Weir.Cli.Tests.Budgets;

/// <summary>A client on one connection that is kept open, with the headers that SDKs send.</summary>
internal sealed class BudgetClient : IDisposable
{
    private static readonly byte[] Event = "\n\n"u8.ToArray();
    private static readonly byte[] End = "0\r\n\r\n"u8.ToArray();

    private readonly RawConnection _connection;
    private readonly byte[] _plain;
    private readonly byte[] _streamed;
    private readonly byte[] _translated;

    private BudgetClient(RawConnection connection, WeirProcess weir)
    {
        _connection = connection;
        _plain = Request(weir, stream: false);
        _streamed = Request(weir, stream: true);
        _translated = Request(weir, stream: true, "/v1/messages");
    }

    public static async Task<BudgetClient> ConnectAsync(WeirProcess weir)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, weir.Address.Port);
        return new BudgetClient(new RawConnection(socket), weir);
    }

    /// <summary>Makes plain calls, one after the other.</summary>
    public async Task CallAsync(int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            await _connection.SendAsync(_plain);
            var answer = await _connection.ReadMessageAsync();
            answer.ShouldNotBeNull().ShouldStartWith("HTTP/1.1 200");
        }
    }

    /// <summary>Makes one streamed call and tells the upstream about every event that has come through.</summary>
    public async Task StreamAsync(FixedUpstream upstream, int events)
    {
        upstream.Events = events;
        await _connection.SendAsync(_streamed);
        for (var i = 0; i <= events; i++)
        {
            await _connection.SkipPastAsync(Event);
            upstream.Acknowledge();
        }
        await _connection.SkipPastAsync(End);
    }

    /// <summary>Makes one streamed call in Anthropic's dialect and tells the upstream about every event that has come through.</summary>
    public async Task StreamTranslatedAsync(FixedUpstream upstream, int events)
    {
        upstream.Events = events;
        await _connection.SendAsync(_translated);
        // The first token brings the message and its block as well.
        await _connection.SkipPastAsync(Event);
        await _connection.SkipPastAsync(Event);
        for (var i = 0; i < events; i++)
        {
            await _connection.SkipPastAsync(Event);
            upstream.Acknowledge();
        }
        // Why the answer stopped is told with the usage, at the end.
        upstream.Acknowledge();
        await _connection.SkipPastAsync(End);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static byte[] Request(WeirProcess weir, bool stream, string path = "/v1/chat/completions")
    {
        var question = string.Concat(Enumerable.Repeat("How high does the water stand behind the weir tonight? ", 15));
        var body = $$"""{"model":"m","stream":{{(stream ? "true" : "false")}},"temperature":0.2,"max_tokens":256,"messages":[{"role":"user","content":"{{question}}"}]}""";
        return Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {weir.Address.Authority}\r\nAuthorization: Bearer {weir.Key}\r\n"
            + $"Accept: application/json\r\nUser-Agent: OpenAI/2.15.0\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }
}
