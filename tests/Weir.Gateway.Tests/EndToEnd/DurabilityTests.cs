using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Whoever has seen an answer end finds it in the ledger.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task A_stream_flows_while_the_ledger_is_blocked_and_ends_once_it_is_not()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, request) => EventsAsync(http, WholeStream(request));

        var hold = scene.HoldLedger();
        using var reply = await scene.StreamAsync();
        await reply.UntilAsync("\"finish_reason\":\"stop\"");
        var end = reply.ToEndAsync();
        await PassTimeAsync(scene);
        (end.IsCompleted, scene.Ledger(reply.RequestId)).ShouldBe((false, null));

        hold.Dispose();

        (await end).ShouldEndWith(Done);
        scene.Ledger(reply.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Fact]
    public async Task A_small_plain_answer_waits_for_the_ledger()
    {
        await using var scene = await Scene.StartAsync();
        var hold = scene.HoldLedger();

        var answer = scene.ChatAsync(Scene.Hello);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the upstream is asked");
        await PassTimeAsync(scene);
        answer.IsCompleted.ShouldBeFalse();
        hold.Dispose();

        scene.Ledger((await answer).RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_plain_answer_flows_and_its_end_waits_for_the_ledger(bool announced)
    {
        var body = $$"""{"choices":[{"message":{"content":"{{new string('x', 500_000)}}"},"finish_reason":"stop"}],"end":true}""";
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) =>
        {
            if (announced) http.Response.ContentLength = body.Length;
            return JsonAsync(http, 200, body);
        };
        var hold = scene.HoldLedger();

        using var reply = await scene.StreamAsync(Scene.Hello);
        while (reply.Text.Length < 430_000) (await reply.ReadAsync()).ShouldBeTrue();
        var end = reply.ToEndAsync();
        await PassTimeAsync(scene);
        end.IsCompleted.ShouldBeFalse();
        reply.Text.ShouldNotContain("\"end\"");
        hold.Dispose();

        (await end).ShouldBe(body);
        scene.Ledger(reply.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Fact]
    public async Task An_error_waits_for_the_ledger_too()
    {
        await using var scene = await Scene.StartAsync();
        var hold = scene.HoldLedger();

        var answer = scene.ChatAsync("""{"model":"nobody"}""");
        await PassTimeAsync(scene);
        answer.IsCompleted.ShouldBeFalse();
        hold.Dispose();

        scene.Ledger((await answer).RequestId).ShouldHaveEnded(Outcome.Rejected, 404, "model_not_found");
    }

    [Fact]
    public async Task Each_of_many_answers_is_in_the_ledger_the_moment_it_has_ended()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, request) => EventsAsync(http, WholeStream(request));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 10; i++) scene.Ledger((await scene.ChatAsync(Scene.HelloStreamed)).RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        }));

        scene.LedgerRows().Count.ShouldBe(80);
    }

    [Fact]
    public async Task Buffered_calls_do_not_wait()
    {
        await using var scene = await Scene.StartAsync(Scene.With("ledger: { durability: buffered }"));
        scene.Upstream.Behaviour = (http, request) => EventsAsync(http, WholeStream(request));
        Weir.Testing.Answer answer;
        using (scene.HoldLedger())
        {
            answer = await scene.ChatAsync(Scene.HelloStreamed);
            answer.Body.ShouldEndWith(Done);
            scene.LedgerRows().ShouldBeEmpty();
        }

        (await scene.LedgerRowsAsync(1)).Single().Id.ShouldBe(answer.RequestId);
    }

    [Trait("Category", "Slow")]
    [Fact]
    public async Task An_answer_that_cannot_be_recorded_is_withheld_and_no_further_call_is_taken()
    {
        var log = new LogCapture();
        await using var scene = await Scene.StartAsync(logging: log.Attach);
        scene.Upstream.Behaviour = (http, request) => request.AsksForUsage ? EventsAsync(http, WholeStream(request)) : JsonAsync(http, 200, ScriptedUpstream.Answer);
        using (scene.HoldLedger())
        {
            // Longer than the ledger waits for the lock.
            var (plain, streamed) = (scene.ChatAsync(Scene.Hello), scene.BrokenChatAsync());
            (await plain).ShouldBeError(503, "ledger_unavailable", scene);
            (await streamed).Body.ShouldEndInError("ledger_unavailable");
            await Scene.UntilAsync(() => scene.InFlight == 0, "the calls have left");

            // Each call that is sent upstream now is paid for, and in nobody's books.
            for (var i = 0; i < 5; i++) (await scene.ChatAsync(Scene.Hello)).ShouldBeError(503, "ledger_unavailable", scene);
            (await scene.GetAsync("/health/ready")).Status.ShouldBe(503);
            scene.Upstream.Seen.Count.ShouldBe(2);
        }

        await Scene.UntilAsync(() => scene.Part<LedgerWriter>().CanRecord, "it is seen that the ledger can be written again");
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
        scene.LedgerRows().Count.ShouldBe(1);
        log.Lines.Count(line => line.Contains(" 1208 ", StringComparison.Ordinal)).ShouldBe(1);
        log.Lines.Count(line => line.Contains(" 1203 ", StringComparison.Ordinal)).ShouldBe(1);
        log.Lines.Count(line => line.Contains(" 2001 ", StringComparison.Ordinal)).ShouldBe(2);
        var metrics = (await scene.GetAsync("/metrics")).Body;
        // What clients saw, and beside it what the upstream did and will charge for.
        metrics.ShouldContain("weir_calls_total{endpoint=\"chat.completions\",model=\"asked-model\",tenant=\"default\",outcome=\"internal_error\"} 2\n");
        metrics.ShouldContain("weir_attempts_total{provider=\"up\",deployment=\"big\",outcome=\"completed\"} 3\n");
        await Scene.UntilAsync(() => scene.InFlight == 0, "the calls have left");
    }

    [Fact]
    public async Task While_the_ledgers_file_is_gone_no_call_is_taken()
    {
        if (OperatingSystem.IsWindows()) return; // An open file cannot be taken away there.
        var log = new LogCapture();
        await using var scene = await Scene.StartAsync(logging: log.Attach);
        var file = Path.Combine(scene.Directory, "weir.db");
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
        (await scene.GetAsync("/health/ready")).Status.ShouldBe(200);

        File.Move(file, file + ".away");
        await Scene.UntilAsync(() => log.Lines.Any(line => line.Contains(" 1204 ", StringComparison.Ordinal)), "it is noticed");
        var refused = await scene.ChatAsync(Scene.Hello);
        var ready = await scene.GetAsync("/health/ready");

        refused.ShouldBeError(503, "ledger_unavailable", scene);
        (ready.Status, ready.Json.GetProperty("status").GetString()).ShouldBe((503, "ledger_unavailable"));
        (await scene.GetAsync("/health/live")).Status.ShouldBe(200);
        scene.Upstream.Seen.Count.ShouldBe(1);
        (await scene.GetAsync("/metrics")).Body.ShouldContain("weir_calls_total{endpoint=\"chat.completions\",outcome=\"internal_error\"} 1\n");
        log.Lines.Single(line => line.Contains(" 1204 ", StringComparison.Ordinal)).ShouldContain(file);

        File.Move(file + ".away", file);
        await Scene.UntilAsync(() => log.Lines.Any(line => line.Contains(" 1205 ", StringComparison.Ordinal)), "it is back");
        (await scene.GetAsync("/health/ready")).Status.ShouldBe(200);
        scene.Ledger((await scene.ChatAsync(Scene.Hello)).RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        scene.LedgerRows().Count.ShouldBe(2);
    }

    /// <summary>Lets whatever would happen without a signal happen: a number of other requests come and go.</summary>
    private static async Task PassTimeAsync(Scene scene)
    {
        for (var i = 0; i < 30; i++) (await scene.GetAsync("/health/live")).Status.ShouldBe(200);
    }
}
