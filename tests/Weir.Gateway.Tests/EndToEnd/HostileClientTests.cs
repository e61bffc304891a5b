using System.Net;
using System.Text;
using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Clients that speak HTTP badly, slowly or with intent. The gateway answers or hangs up, and stays well.</summary>
[Trait("Category", "Slow")]
public sealed class HostileClientTests
{
    /// <summary>Requests that must be refused, whole as they are sent.</summary>
    public static TheoryData<string, string> Malice() => new()
    {
        { "nonsense", "hello\r\n\r\n" },
        { "binary", "\u0016\u0003\u0001\u0002\u0000\r\n\r\n" },
        { "two lengths", Head("Content-Length: 5\r\nContent-Length: 6\r\n") + "hello" },
        { "negative length", Head("Content-Length: -1\r\n") + "x" },
        { "hexadecimal length", Head("Content-Length: 0x10\r\n") + new string('x', 16) },
        { "enormous length", Head("Content-Length: 99999999999999999999\r\n") + "x" },
        { "length of a terabyte", Head("Content-Length: 1099511627776\r\n") },
        { "unknown coding", Head("Transfer-Encoding: gzip, chunked, gzip\r\n") + "0\r\n\r\n" },
        { "bad chunk", Head("Transfer-Encoding: chunked\r\n") + "zz\r\nhello\r\n0\r\n\r\n" },
        { "endless chunk size", Head("Transfer-Encoding: chunked\r\n") + new string('f', 20) + "\r\n" },
        { "space before colon", Head("Content-Length : 5\r\n") + "hello" },
        { "folded header", Head("x-pass-a: 1\r\n 2\r\nContent-Length: 0\r\n") },
        { "zero in a header", Head("x-pass-a: a\0b\r\nContent-Length: 0\r\n") },
        { "no host", "POST /v1/chat/completions HTTP/1.1\r\nAuthorization: Bearer KEY\r\nContent-Length: 2\r\n\r\n{}" },
        { "header bomb", Head(string.Concat(Enumerable.Range(0, 500).Select(i => $"x-pass-{i}: {i}\r\n")) + "Content-Length: 0\r\n") },
        { "large header", Head($"x-pass-large: {new string('x', 100_000)}\r\nContent-Length: 0\r\n") },
        { "enormous address", $"GET /{new string('a', 100_000)} HTTP/1.1\r\nHost: weir\r\n\r\n" },
        { "no version", "GET /v1/models\r\n\r\n" },
        { "version of the future", "GET /v1/models HTTP/7.3\r\nHost: weir\r\n\r\n" },
        { "lower case method", "post /v1/chat/completions HTTP/1.1\r\nHost: weir\r\nAuthorization: Bearer KEY\r\nContent-Length: 2\r\n\r\n{}" },
        { "absolute address elsewhere", "GET http://169.254.169.254/latest/meta-data HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n" },
        { "tunnel", "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n" },
        { "HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Malice))]
    public async Task A_malicious_request_is_refused_and_does_no_harm(string what, string request)
    {
        await using var scene = await Scene.StartAsync();
        using (var raw = await scene.RawAsync())
        {
            await raw.TrySendAsync(request.Replace("KEY", scene.Key, StringComparison.Ordinal));
            raw.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            var text = await raw.ReadToCloseAsync();
            text.ShouldNotStartWith("HTTP/1.1 2", Case.Sensitive, what);
            foreach (var inside in (string[])["   at ", "Exception", scene.Directory]) text.ShouldNotContain(inside);
        }

        scene.Upstream.Seen.ShouldBeEmpty();
        await ShouldBeWellAsync(scene);
    }

    [Fact]
    public async Task A_request_with_two_framings_does_not_smuggle_another()
    {
        await using var scene = await Scene.StartAsync();
        var smuggled = RawClient.Chat(scene.Key, """{"model":"asked-model","user":"smuggled"}""");
        var chunked = $"{Scene.Hello.Length:x}\r\n{Scene.Hello}\r\n0\r\n\r\n";
        using (var raw = await scene.RawAsync())
        {
            await raw.TrySendAsync(RawClient.ChatHead(scene.Key, $"Content-Length: {chunked.Length + smuggled.Length}\r\nTransfer-Encoding: chunked\r\n") + chunked + smuggled);
            raw.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            await raw.ReadToCloseAsync();
        }

        // Refused, or read as chunked with the connection closed behind it (RFC 9112, 6.1): nothing of the rest is a request.
        scene.Upstream.Seen.ShouldAllBe(request => !request.Body.Contains("smuggled"));
        scene.LedgerRows().ShouldAllBe(row => row.User == null);
        await ShouldBeWellAsync(scene);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, request) => ScriptedUpstream.JsonAsync(http, 200, request.Body);
        using var raw = await scene.RawAsync();

        await raw.SendAsync(string.Concat(Enumerable.Range(0, 20).Select(i => RawClient.Chat(scene.Key, $$"""{"model":"asked-model","i":{{i}}}"""))));

        for (var i = 0; i < 20; i++) (await raw.ReadAnswerAsync()).Json.GetProperty("i").GetInt32().ShouldBe(i);
    }

    [Fact]
    public async Task HTTP_1_0_is_served()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, request) => ScriptedUpstream.EventsAsync(http, ScriptedUpstream.WholeStream(request));
        using var raw = await scene.RawAsync();

        await raw.SendAsync($"POST /v1/chat/completions HTTP/1.0\r\nx-api-key: {scene.Key}\r\nContent-Length: {Scene.HelloStreamed.Length}\r\n\r\n{Scene.HelloStreamed}");

        var text = await raw.ReadToCloseAsync();
        text.ShouldStartWith("HTTP/1.1 200");
        text.ShouldEndWith(ScriptedUpstream.Done);
        text.ShouldNotContain("chunked");
    }

    [Fact]
    public async Task A_body_is_sent_for_only_when_it_is_wanted()
    {
        await using var scene = await Scene.StartAsync(Scene.With("limits: { request_body: 1KiB }"));
        using (var raw = await scene.RawAsync())
        {
            await raw.SendAsync(RawClient.ChatHead(scene.Key, $"Content-Length: {Scene.Hello.Length}\r\nExpect: 100-continue\r\n"));
            (await raw.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 100");
            await raw.SendAsync(Scene.Hello);
            (await raw.ReadAnswerAsync()).Status.ShouldBe(200);
        }

        foreach (var (key, status) in ((string, int)[])[(scene.Key, 413), ("wrong", 401)])
        {
            using var raw = await scene.RawAsync();
            await raw.SendAsync(RawClient.ChatHead(key, "Content-Length: 5000\r\nExpect: 100-continue\r\n"));
            (await raw.ReadHeadAsync()).ShouldStartWith($"HTTP/1.1 {status}");
        }
    }

    [Fact]
    public async Task A_client_that_ends_before_its_body_does_is_forgotten()
    {
        await using var scene = await Scene.StartAsync();
        using var raw = await scene.RawAsync();

        await raw.SendAsync(RawClient.ChatHead(scene.Key, "Content-Length: 5000\r\n") + Scene.Hello);
        raw.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        await raw.ReadToCloseAsync();

        scene.Upstream.Seen.ShouldBeEmpty();
        await ShouldBeWellAsync(scene);
    }

    [Fact]
    public async Task A_body_that_trickles_in_is_cut_by_a_timeout()
    {
        await using var scene = await Scene.StartAsync();
        using var raw = await scene.RawAsync();

        await raw.SendAsync(RawClient.ChatHead(scene.Key, "Content-Length: 5000\r\n") + "{");

        // Five seconds of grace, which are the server's own and cannot be injected.
        var answer = await raw.ReadAnswerAsync();
        answer.ShouldBeError(408, "request_timeout", scene);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Rejected, 408, "request_timeout");
        await ShouldBeWellAsync(scene);
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_the_upstream_back_and_not_the_memory()
    {
        long sent = 0;
        var gone = new TaskCompletionSource();
        // A bare socket counts what really leaves; a server would go on "writing" to a connection that is gone.
        await using var upstream = new RawUpstream(async socket =>
        {
            var text = ScriptedUpstream.Chunk($$"""{"content":"{{new string('x', 8000)}}"}""");
            var chunk = Encoding.UTF8.GetBytes($"{text.Length:x}\r\n{text}\r\n");
            try
            {
                await socket.SendAsync("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"u8.ToArray());
                while (true) Interlocked.Add(ref sent, await socket.SendAsync(chunk));
            }
            finally
            {
                gone.SetResult();
            }
        });
        await using var scene = await Scene.StartAsync(
            Scene.With("timeouts: { first_byte: 1s, idle: 1s }").Replace("{upstream}", upstream.BaseUrl, StringComparison.Ordinal));
        using var raw = await RawClient.ConnectAsync(scene.Gateway.Address, receiveBuffer: 4096);

        await raw.SendAsync(RawClient.Chat(scene.Key, Scene.HelloStreamed));

        // It is the client that stalled: no timeout of the provider's.
        var row = (await scene.LedgerRowsAsync(1)).Single();
        row.ShouldHaveEnded(Outcome.ClientGone, 499, "client_gone").UsageSource.ShouldBe(UsageSource.Estimated);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Interlocked.Read(ref sent).ShouldBeLessThan(64 << 20);
    }

    [Fact]
    public async Task Two_thousand_quick_connections_leave_the_gateway_well()
    {
        await using var scene = await Scene.StartAsync();

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            using var raw = await scene.RawAsync();
            if (i % 4 == 0) return;
            await raw.TrySendAsync(i % 4 == 1 ? "POST /v1/chat" : RawClient.ChatHead(scene.Key, "Content-Length: 500\r\n") + "{");
            if (i % 4 == 2) raw.Reset();
        });

        await Scene.UntilAsync(() => scene.InFlight == 0, "all have left");
        await ShouldBeWellAsync(scene);
    }

    private static string Head(string more) => RawClient.ChatHead("KEY", more);

    private static async Task ShouldBeWellAsync(Scene scene)
    {
        await Scene.UntilAsync(() => scene.InFlight == 0, "no call is left inside");
        (await scene.GetAsync("/health/live")).Status.ShouldBe((int)HttpStatusCode.OK);
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 200, ScriptedUpstream.Answer);
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
    }
}
