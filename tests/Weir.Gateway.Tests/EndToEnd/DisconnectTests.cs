using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>A client's disconnect stops the upstream and is billed for what was produced.</summary>
[Trait("Category", "Slow")]
public sealed class DisconnectTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(Scene.Hello)]
    [InlineData(Scene.HelloStreamed)]
    public async Task Before_the_upstreams_headers(string body)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => HangAsync(http);
        using var hangUp = new CancellationTokenSource();

        var call = scene.BeginChatAsync(body, hangUp.Token);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the upstream is asked");
        await hangUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        await scene.Upstream.Seen.Single().Gone.WaitAsync(Patience);
        var row = (await scene.LedgerRowsAsync(1)).Single().ShouldHaveEnded(Outcome.ClientGone, 499, "client_gone");
        (row.UsageSource, row.Cost).ShouldBe((UsageSource.None, null));
        await Scene.UntilAsync(() => scene.InFlight == 0, "the call has left");
    }

    [Fact]
    public async Task Before_the_first_token()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration.Replace("route: [big]", "route: [big], commit: immediate", StringComparison.Ordinal));
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Chunk("""{"role":"assistant","content":""}"""));
            await HangAsync(http);
        };

        var reply = await scene.StreamAsync();
        await reply.UntilAsync("assistant");
        reply.Dispose();

        await scene.Upstream.Seen.Single().Gone.WaitAsync(Patience);
        var row = (await scene.LedgerRowsAsync(1)).Single().ShouldHaveEnded(Outcome.ClientGone, 499, "client_gone");
        row.FirstTokenMicros.ShouldBeNull();
        row.UsageSource.ShouldBe(UsageSource.None);
    }

    [Fact]
    public async Task In_the_middle_of_a_stream()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Chunk($$"""{"content":"{{new string('x', 400)}}"}"""));
            await HangAsync(http);
        };

        var reply = await scene.StreamAsync();
        await reply.UntilAsync("xxx\"}");
        reply.Dispose();

        await scene.Upstream.Seen.Single().Gone.WaitAsync(Patience);
        var row = (await scene.LedgerRowsAsync(1)).Single().ShouldHaveEnded(Outcome.ClientGone, 499, "client_gone");
        row.UsageSource.ShouldBe(UsageSource.Estimated);
        row.Usage.Output.ShouldBe(100);
        row.Cost.ShouldBe(((row.Usage.Input * 1) + (100 * 10)) / 1_000_000m);
        row.Attempts.Single().Cost.ShouldBe(row.Cost);
    }

    [Fact]
    public async Task After_the_upstream_has_reported_usage_that_usage_holds()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Chunk("""{"content":"abc"}"""), UsageChunk, Chunk("""{"content":"def"}"""));
            await HangAsync(http);
        };

        var reply = await scene.StreamAsync();
        await reply.UntilAsync("def");
        reply.Dispose();

        var row = (await scene.LedgerRowsAsync(1)).Single().ShouldHaveEnded(Outcome.ClientGone, 499, "client_gone");
        (row.Usage, row.UsageSource).ShouldBe((new TokenUsage(10, 3), UsageSource.Provider));
    }

    [Fact]
    public async Task In_the_middle_of_a_large_plain_answer()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            http.Response.ContentType = "application/json";
            await SendAsync(http, $$"""{"choices":[{"message":{"content":"{{new string('x', 200_000)}}""");
            await HangAsync(http);
        };

        var reply = await scene.StreamAsync(Scene.Hello);
        await reply.UntilAsync("xxx");
        reply.Dispose();

        await scene.Upstream.Seen.Single().Gone.WaitAsync(Patience);
        var row = (await scene.LedgerRowsAsync(1)).Single().ShouldHaveEnded(Outcome.ClientGone, 499, "client_gone");
        row.UsageSource.ShouldBe(UsageSource.Estimated);
        row.Usage.Output.ShouldBeGreaterThan(40_000);
    }

    [Fact]
    public async Task In_the_middle_of_the_question()
    {
        await using var scene = await Scene.StartAsync();
        using (var raw = await scene.RawAsync())
        {
            await raw.SendAsync(RawClient.ChatHead(scene.Key, "Content-Length: 5000\r\n") + "{\"model\":");
            await Scene.UntilAsync(() => scene.InFlight == 1, "the call has arrived");
            raw.Reset();
        }

        (await scene.LedgerRowsAsync(1)).Single().Outcome.ShouldBeOneOf(Outcome.Rejected, Outcome.ClientGone);
        await Scene.UntilAsync(() => scene.InFlight == 0, "the call has left");
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_upstream_floods_and_the_client_does_not_read()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            BeginEvents(http);
            var chunk = Chunk($$"""{"content":"{{new string('x', 4000)}}"}""");
            while (!http.RequestAborted.IsCancellationRequested) await SendAsync(http, chunk);
        };
        using var raw = await RawClient.ConnectAsync(scene.Gateway.Address, receiveBuffer: 8 * 1024);
        await raw.SendAsync(RawClient.Chat(scene.Key, Scene.HelloStreamed));
        await raw.ReadHeadAsync();

        raw.Reset();

        await scene.Upstream.Seen.Single().Gone.WaitAsync(Patience);
        (await scene.LedgerRowsAsync(1)).Single().Outcome.ShouldBe(Outcome.ClientGone);
    }
}
