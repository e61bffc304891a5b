using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

public sealed class LimitsTests
{
    [Fact]
    public async Task One_call_more_than_the_limit_is_refused_and_told_when_to_come_back()
    {
        var go = new TaskCompletionSource();
        await using var scene = await Scene.StartAsync(Scene.With("limits: { calls_in_flight: 2 }"));
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await go.Task;
            await ScriptedUpstream.JsonAsync(http, 200, ScriptedUpstream.Answer);
        };
        var inside = new[] { scene.ChatAsync(Scene.Hello), scene.ChatAsync(Scene.HelloStreamed) };
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 2, "both are inside");

        var refused = await scene.ChatAsync(Scene.Hello);

        refused.ShouldBeError(503, "server_overloaded", scene).ShouldContain("2 calls in flight");
        refused.Headers["retry-after"].ShouldBe("1");
        (await scene.GetAsync("/health/live")).Status.ShouldBe(200);
        (await scene.GetAsync("/health/ready")).Status.ShouldBe(200);
        (await scene.GetAsync("/metrics")).Body.ShouldContain("weir_calls_in_flight 2\n");

        go.SetResult();
        (await Task.WhenAll(inside)).ShouldAllBe(answer => answer.Status == 200);
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
        scene.LedgerRows().Count.ShouldBe(3);
        await Scene.UntilAsync(() => scene.InFlight == 0, "all have left");
    }

    [Fact]
    public async Task The_limit_on_connections_follows_a_reload()
    {
        var log = new LogCapture();
        await using var scene = await Scene.StartAsync(Scene.With("limits: { calls_in_flight: 1 }"), logging: log.Attach);
        var open = new List<RawClient>();
        try
        {
            while (open.Count < 1002) (await TryOpenAsync()).ShouldBeTrue($"connection {open.Count}");
            (await TryOpenAsync()).ShouldBeFalse();
            log.Lines.Count(line => line.Contains(" 2004 ", StringComparison.Ordinal)).ShouldBe(1);

            (await scene.ReloadAsync(Scene.With("limits: { calls_in_flight: 2 }"))).ShouldBeTrue();
            while (open.Count < 1004) (await TryOpenAsync()).ShouldBeTrue($"connection {open.Count}");
            (await TryOpenAsync()).ShouldBeFalse();

            open[0].Reset();
            var again = false;
            for (var tries = 0; !again && tries < 1000; tries++) again = await TryOpenAsync();
            again.ShouldBeTrue();
        }
        finally
        {
            open.ForEach(client => client.Dispose());
        }

        async Task<bool> TryOpenAsync()
        {
            var client = await scene.RawAsync();
            await client.TrySendAsync("GET /health/live HTTP/1.1\r\nHost: weir\r\n\r\n");
            try
            {
                (await client.ReadAnswerAsync()).Status.ShouldBe(200);
                open.Add(client);
                return true;
            }
            catch (EndOfStreamException)
            {
                client.Dispose();
                return false;
            }
        }
    }

    [Fact]
    public async Task Drain_lets_calls_in_flight_finish_and_takes_no_new_ones()
    {
        var go = new TaskCompletionSource();
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, request) =>
        {
            await ScriptedUpstream.EventsAsync(http, ScriptedUpstream.Chunk("""{"content":"x"}"""));
            await go.Task;
            await ScriptedUpstream.SendAsync(http, ScriptedUpstream.WholeStream(request));
        };
        using var reply = await scene.StreamAsync();
        await reply.UntilAsync("\"x\"");

        var drained = scene.Gateway.DrainAsync();
        var refused = await scene.ChatAsync(Scene.Hello);
        refused.ShouldBeError(503, "server_draining", scene);
        refused.Headers.Keys.ShouldContain("retry-after");
        (await scene.GetAsync("/health/ready")).Status.ShouldBe(503);
        (await scene.GetAsync("/health/live")).Status.ShouldBe(200);
        drained.IsCompleted.ShouldBeFalse();

        go.SetResult();
        (await reply.ToEndAsync()).ShouldEndWith(ScriptedUpstream.Done);
        await drained.WaitAsync(TimeSpan.FromSeconds(30));
        scene.Ledger(reply.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Fact]
    public async Task At_the_end_of_the_drain_what_is_left_is_cut_honestly_and_recorded()
    {
        await using var scene = await Scene.StartAsync(Scene.With("server: { drain: 300ms }"));
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await ScriptedUpstream.EventsAsync(http, ScriptedUpstream.Chunk("""{"content":"x"}"""));
            await ScriptedUpstream.HangAsync(http);
        };
        using var reply = await scene.StreamAsync();
        await reply.UntilAsync("\"x\"");
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.HangAsync(http);
        var silent = scene.ChatAsync(Scene.Hello);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 2, "both are inside");

        await scene.Gateway.DrainAsync();

        (await reply.ToEndOrBreakAsync()).ShouldEndInError("server_draining");
        (await silent).ShouldBeError(503, "server_draining", scene);
        scene.Ledger(reply.RequestId).ShouldHaveEnded(Outcome.Truncated, 200, "server_draining");
        scene.LedgerRows().Count.ShouldBe(2);
        scene.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task The_drain_limit_follows_a_reload()
    {
        await using var scene = await Scene.StartAsync(Scene.With("server: { drain: 1h }"));
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.HangAsync(http);
        var call = scene.ChatAsync(Scene.Hello);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "it is inside");

        (await scene.ReloadAsync(Scene.With("server: { drain: 100ms }"))).ShouldBeTrue();
        await scene.Gateway.DrainAsync().WaitAsync(TimeSpan.FromSeconds(20));

        (await call).ShouldBeError(503, "server_draining", scene);
    }
}
