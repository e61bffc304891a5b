using System.Text;
using Weir.Gateway.Ledger;
using Weir.Testing;
using Weir.Tokens;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>A stream that is not whole is never presented as one.</summary>
[Trait("Category", "Slow")]
public sealed class BrokenStreamTests
{
    private static readonly string Hel = Chunk("""{"content":"Hel"}""");
    private static readonly string Lo = Chunk("""{"content":"lo"}""");
    private static readonly string Stop = Chunk("{}", "\"stop\"");

    private static readonly string Quick = Scene.With("timeouts: { first_byte: 300ms, idle: 300ms }");

    [Fact]
    public async Task A_stream_that_is_cut_ends_in_an_error_and_is_billed_for_what_came()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Hel, Lo);
            Cut();
        };

        using var reply = await scene.StreamAsync();
        var text = await reply.ToEndOrBreakAsync();

        text.ShouldStartWith(Hel);
        text.ShouldEndInError("upstream_cut").ShouldContain("phase: body");
        var row = scene.Ledger(reply.RequestId).ShouldHaveEnded(Outcome.Truncated, 200, "upstream_cut");
        row.UsageSource.ShouldBe(UsageSource.Estimated);
        row.Cost.ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_stream_that_ends_in_good_order_before_its_finish_ends_in_an_error()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Hel, Lo);

        var answer = await scene.BrokenChatAsync();

        answer.Body.ShouldStartWith(Hel + Lo);
        answer.Body.ShouldEndInError("upstream_cut");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Truncated, 200, "upstream_cut");
    }

    [Fact]
    public async Task A_terminator_in_the_middle_of_an_answer_makes_it_no_whole_one()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Hel, Lo, Done);

        var answer = await scene.BrokenChatAsync();

        answer.Body.ShouldStartWith(Hel + Lo);
        answer.Body.ShouldNotContain("[DONE]");
        answer.Body.ShouldEndInError("upstream_cut");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Truncated, 200, "upstream_cut");
    }

    [Fact]
    public async Task Fewer_choices_than_were_asked_for_are_an_answer_once_the_upstream_says_that_it_is_done()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Hel, Stop, Done);

        var answer = await scene.ChatAsync(Scene.HelloStreamed.Replace("\"stream\":true", "\"stream\":true,\"n\":2", StringComparison.Ordinal));

        (answer.Status, answer.Body).ShouldBe((200, Hel + Stop + Done));
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Fact]
    public async Task A_usage_that_comes_seconds_after_the_answer_is_waited_for()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(time: clock);
        var release = new TaskCompletionSource();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Hel, Stop);
            await release.Task;
            await SendAsync(http, UsageChunk + Done);
        };

        using var reply = await scene.StreamAsync();
        await reply.UntilAsync("stop");
        clock.Advance(TimeSpan.FromSeconds(4));
        release.SetResult();

        (await reply.ToEndAsync()).ShouldBe(Hel + Stop + Done);
        scene.Ledger(reply.RequestId).ShouldHaveEnded(Outcome.Completed, 200).UsageSource.ShouldBe(UsageSource.Provider);
    }

    [Fact]
    public async Task A_stream_that_ends_inside_an_event_does_not_pass_that_event()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Hel, Lo[..40]);

        var answer = await scene.BrokenChatAsync();

        answer.Body.ShouldStartWith(Hel + "data: {\"error\"");
        answer.Body.ShouldEndInError("upstream_cut");
    }

    [Fact]
    public async Task One_of_several_choices_left_open_is_no_whole_answer()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Hel, Chunk("""{"content":"x"}""", index: 1), Stop);

        (await scene.BrokenChatAsync()).Body.ShouldEndInError("upstream_cut");
    }

    [Fact]
    public async Task A_choice_that_was_asked_for_and_never_began_makes_the_answer_not_whole()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Hel, Stop);
            Cut();
        };

        var answer = await scene.BrokenChatAsync(Scene.HelloStreamed.Replace("\"stream\"", "\"n\":2,\"stream\"", StringComparison.Ordinal));

        answer.Body.ShouldEndInError("upstream_cut");
    }

    [Theory]
    [InlineData("""{"error":{"message":"overloaded, try later","type":"server_error","param":null,"code":"overloaded"}}""", "overloaded")]
    [InlineData("""{"error":{"message":"no code at all"}}""", "upstream_error")]
    [InlineData("""{"error":"just words"}""", "upstream_error")]
    [InlineData("""{"error":{}}""", "upstream_error")]
    [InlineData("""{"error":{"message":"key sk-upstream-secret-0123456789 is bad","type":"t","param":null,"code":"c"}}""", "c")]
    public async Task An_error_event_of_the_upstream_ends_the_stream(string error, string code)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Hel, $"data: {error}\n\n", Done);

        var answer = await scene.BrokenChatAsync();

        answer.Body.ShouldStartWith(Hel);
        answer.Body.ShouldNotContain(Scene.UpstreamKey);
        answer.Body.ShouldEndInError(code);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Truncated, 200, code);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\n\n")]
    [InlineData("data: hello\n\n")]
    [InlineData("data: {} {}\n\n")]
    [InlineData("data: [1]\n\n")]
    [InlineData("data: {\"\\ud800\":1}\n\n")]
    [InlineData("data: {\"choices\":[{\"\\udc00\":1}]}\n\n")]
    public async Task An_event_that_is_no_JSON_object_is_passed_over(string @event)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Hel, @event, Lo, Stop, Done);

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Body.ShouldBe(Hel + Lo + Stop + Done);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Fact]
    public async Task Many_events_that_are_no_JSON_objects_end_the_stream()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, [Hel, .. Enumerable.Repeat("data: hello\n\n", 17), Stop, Done]);

        var answer = await scene.BrokenChatAsync();

        answer.Body.ShouldStartWith(Hel + "data: {\"error\"");
        answer.Body.ShouldEndInError("upstream_garbled");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamFailed, 200, "upstream_garbled");
    }

    [Fact]
    public async Task An_event_over_the_limit_ends_the_stream()
    {
        await using var scene = await Scene.StartAsync(Scene.With("limits: { stream_event: 64KiB }"));
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Hel, Chunk($$"""{"content":"{{new string('x', 200_000)}}"}"""), Stop, Done);

        var answer = await scene.BrokenChatAsync();

        answer.Body.ShouldStartWith(Hel);
        answer.Body.ShouldEndInError("upstream_garbled").ShouldContain("65,536 bytes");
        answer.Body.Length.ShouldBeLessThan(10_000);
    }

    [Fact]
    public async Task An_event_within_the_limit_passes_however_large()
    {
        var large = Chunk($$"""{"content":"{{new string('x', 900_000)}}"}""");
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Hel, large, Stop, Done);

        (await scene.BrokenChatAsync()).Body.ShouldBe(Hel + large + Stop + Done);
    }

    [Fact]
    public async Task A_stream_that_stalls_ends_in_an_error_that_names_the_phase()
    {
        await using var scene = await Scene.StartAsync(Quick);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Hel);
            await HangAsync(http);
        };

        var answer = await scene.BrokenChatAsync();

        answer.Body.ShouldStartWith(Hel);
        answer.Body.ShouldEndInError("upstream_timeout").ShouldContain("phase: body, limit 0.3 s");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.TimedOut, 200, "upstream_timeout");
        row.UsageSource.ShouldBe(UsageSource.Estimated);
        await scene.Upstream.Seen.Single().Gone.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_stream_that_stalls_after_a_whole_answer_is_whole()
    {
        await using var scene = await Scene.StartAsync(Quick);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Hel, Stop, UsageChunk);
            await HangAsync(http);
        };

        var answer = await scene.BrokenChatAsync();

        answer.Body.ShouldBe(Hel + Stop + Done);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Theory]
    [InlineData(false, "headers")]
    [InlineData(true, "first_token")]
    public async Task Silence_before_the_first_event_is_a_clean_timeout(bool headers, string phase)
    {
        await using var scene = await Scene.StartAsync(Quick);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            if (headers) await EventsAsync(http, "");
            await HangAsync(http);
        };

        var answer = await scene.BrokenChatAsync();

        answer.ShouldBeError(504, "upstream_timeout", scene).ShouldContain($"phase: {phase}");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.TimedOut, 504, "upstream_timeout");
    }

    [Fact]
    public async Task Comments_do_not_keep_a_call_alive_beyond_its_total()
    {
        await using var scene = await Scene.StartAsync(Scene.With("timeouts: { first_byte: 2s, idle: 2s, connect: 2s, total: 3s }"));
        scene.Upstream.Behaviour = async (http, _) =>
        {
            BeginEvents(http);
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await SendAsync(http, ": still here\n\n");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, http.RequestAborted);
            }
        };

        var answer = await scene.BrokenChatAsync();

        answer.ShouldBeError(504, "upstream_timeout", scene).ShouldContain("phase: total, limit 3 s");
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"busy\",\"type\":\"server_error\",\"param\":null,\"code\":\"busy\"}}\n\n", 502, "busy", Outcome.UpstreamError)]
    [InlineData("data: nonsense\n\n", 502, "upstream_garbled", Outcome.UpstreamFailed)]
    [InlineData("", 502, "upstream_cut", Outcome.Truncated)]
    internal async Task An_error_before_the_first_event_is_a_clean_status(string events, int status, string code, Outcome outcome)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, events);

        var answer = await scene.BrokenChatAsync();

        answer.ShouldBeError(status, code, scene);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(outcome, status, code).Cost.ShouldBeNull();
    }

    [Fact]
    public async Task An_error_event_before_any_content_cuts_no_answer_short()
    {
        var role = Chunk("""{"role":"assistant","content":""}""");
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, role, "data: {\"error\":{\"message\":\"busy\",\"type\":\"server_error\",\"param\":null,\"code\":\"busy\"}}\n\n");

        var answer = await scene.BrokenChatAsync();

        answer.ShouldBeError(502, "busy", scene);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamError, 502, "busy").Cost.ShouldBeNull();
    }

    [Fact]
    public async Task A_plain_answer_that_is_cut_after_it_began_to_flow_breaks_the_connection()
    {
        var text = new string('x', 300_000);
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            http.Response.ContentType = "application/json";
            await SendAsync(http, $$"""{"choices":[{"message":{"content":"{{text}}""");
            Cut();
        };

        using var reply = await scene.StreamAsync(Scene.Hello);
        await Should.ThrowAsync<IOException>(() => reply.ToEndAsync());

        Encoding.UTF8.GetByteCount(reply.Text).ShouldBeLessThan(text.Length);
        var row = scene.LedgerRows().Single().ShouldHaveEnded(Outcome.Truncated, 200, "upstream_cut");
        (row.UsageSource, row.Usage.Output).ShouldBe((UsageSource.Estimated, TokenEstimate.OfBytes(text.Length)));
    }
}
