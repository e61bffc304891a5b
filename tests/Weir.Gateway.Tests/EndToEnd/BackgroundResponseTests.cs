using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Responses;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.BackgroundUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Responses that the provider works on after their call has ended are paid for, once, whoever sees them end.</summary>
[Trait("Category", "Slow")]
public sealed class BackgroundResponseTests
{
    private static readonly TokenUsage Used = new(1000, 200, 400, Reasoning: 50);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task The_call_of_one_that_is_polled_gets_its_usage_with_the_poll_that_sees_it_end()
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        var id = await up.BeginAsync();

        var open = scene.Ledger(id).ShouldHaveEnded(Outcome.Completed, 200);
        (open.UsageSource, open.Usage, open.Cost, open.SettledAt, open.FinishReason).ShouldBe((UsageSource.Pending, default, null, null, "queued"));
        open.Attempts.Single().UsageSource.ShouldBe(UsageSource.Pending);
        (await scene.GetAsync("/metrics")).Body.ShouldContain("weir_responses_unsettled 1\n");
        up.Now = (200, Response("in_progress"));
        (await up.PollAsync()).Body.ShouldBe(Response("in_progress"));
        scene.Ledger(id)!.UsageSource.ShouldBe(UsageSource.Pending);

        _time.Advance(TimeSpan.FromSeconds(3));
        up.Now = (200, Response("completed", Usage));
        (await up.PollAsync()).Body.ShouldBe(Response("completed", Usage));

        ShouldBePaid(scene.Ledger(id));
        scene.Ledger(id)!.SettledAt.ShouldBe((_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        var metrics = (await scene.GetAsync("/metrics")).Body;
        metrics.ShouldContain("weir_responses_unsettled 0\n");
        metrics.ShouldContain("weir_responses_settled_total{deployment=\"big\",usage_source=\"provider\"} 1\n");
        metrics.ShouldContain("weir_cost_usd_total{tenant=\"default\",model=\"asked-model\"} 0.00264\n");

        // From now on it is Weir's own.
        var asked = up.Asked.Count;
        (await up.PollAsync()).Body.ShouldBe(Response("completed", Usage));
        up.Asked.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task One_that_is_never_polled_is_asked_after_by_Weir()
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        var id = await up.BeginAsync();
        up.Now = (200, Response("completed", Usage));

        await PassAsync(scene, TimeSpan.FromSeconds(15));

        ShouldBePaid(scene.Ledger(id));
        scene.LedgerRows().Count.ShouldBe(1);
        up.Asked.ShouldHaveSingleItem().Headers["authorization"].ShouldBe("Bearer " + Scene.UpstreamKey);
        (await up.PollAsync()).Body.ShouldBe(Response("completed", Usage));
        up.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_are_asked_after_a_few_at_a_time()
    {
        const int Many = 3 * ResponseSettler.AtOnce;
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        for (var i = 0; i < Many; i++) await up.BeginAsync();
        var (now, most) = (0, 0);
        var crowded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        up.Now = (200, Response("completed", Usage));
        up.Before = async () =>
        {
            var under = Interlocked.Increment(ref now);
            lock (crowded) most = Math.Max(most, under);
            if (under == ResponseSettler.AtOnce) crowded.TrySetResult();
            await crowded.Task;
            Interlocked.Decrement(ref now);
        };

        await PassAsync(scene, TimeSpan.FromSeconds(15));

        most.ShouldBe(ResponseSettler.AtOnce);
        scene.LedgerRows().Count(row => row.UsageSource == UsageSource.Provider).ShouldBe(Many);
    }

    [Fact]
    public async Task The_longer_one_takes_the_more_seldom_it_is_asked_after()
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        await up.BeginAsync();

        for (var minute = 0; minute < 60; minute++) await PassAsync(scene, TimeSpan.FromMinutes(1));

        up.Asked.Count.ShouldBeInRange(8, 30);
    }

    [Fact]
    public async Task It_costs_what_it_did_when_it_was_asked_for()
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        var id = await up.BeginAsync();
        (await scene.ReloadAsync(BackgroundUpstream.Configuration.Replace("input: 1,", "input: 7,", StringComparison.Ordinal))).ShouldBeTrue();
        up.Now = (200, Response("completed", Usage));

        await up.PollAsync();

        ShouldBePaid(scene.Ledger(id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_who_see_it_end_at_once_pay_for_it_once(bool isWeirOneOfThem)
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        var id = await up.BeginAsync();
        up.Now = (200, Response("completed", Usage));
        var asking = 0;
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        up.Before = () =>
        {
            if (Interlocked.Increment(ref asking) == 2) both.SetResult();
            return both.Task;
        };

        Task other = isWeirOneOfThem ? PassAsync(scene, TimeSpan.FromSeconds(15)) : up.PollAsync();
        var polled = await up.PollAsync();
        await other;

        polled.Body.ShouldBe(Response("completed", Usage));
        ShouldBePaid(scene.Ledger(id));
        (await scene.GetAsync("/metrics")).Body.ShouldContain("weir_responses_settled_total{deployment=\"big\",usage_source=\"provider\"} 1\n");
    }

    [Fact]
    public async Task A_state_that_comes_late_does_not_undo_the_end()
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        await up.BeginAsync();
        var (asked, ended) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var answer = scene.Upstream.Behaviour;
        scene.Upstream.Behaviour = async (http, request) =>
        {
            scene.Upstream.Behaviour = answer;
            asked.SetResult();
            await ended.Task;
            await ScriptedUpstream.JsonAsync(http, 200, Response("in_progress"));
        };
        var late = up.PollAsync();
        await asked.Task;
        up.Now = (200, Response("completed", Usage));
        await up.PollAsync();
        ended.SetResult();
        (await late).Body.ShouldBe(Response("in_progress"));

        var count = up.Asked.Count;
        (await up.PollAsync()).Body.ShouldBe(Response("completed", Usage));
        up.Asked.Count.ShouldBe(count);
    }

    [Theory]
    [InlineData("completed", Usage, "", Outcome.Completed, null, UsageSource.Provider)]
    [InlineData("incomplete", Usage, ""","incomplete_details":{"reason":"max_output_tokens"}""", Outcome.Completed, null, UsageSource.Provider)]
    [InlineData("cancelled", Usage, "", Outcome.Completed, null, UsageSource.Provider)]
    [InlineData("cancelled", "null", "", Outcome.Completed, null, UsageSource.Unknown)]
    [InlineData("failed", Usage, ""","error":{"code":"rate_limit_exceeded","message":"m"}""", Outcome.UpstreamError, "rate_limit_exceeded", UsageSource.Provider)]
    [InlineData("failed", "null", ""","error":{"code":"server_error","message":"m"}""", Outcome.UpstreamError, "server_error", UsageSource.None)]
    [InlineData("failed", "null", ""","error":null""", Outcome.UpstreamError, "server_error", UsageSource.None)]
    [InlineData("completed", "null", "", Outcome.Completed, null, UsageSource.Estimated)]
    [InlineData("completed", """{"input_tokens":-1}""", "", Outcome.Completed, null, UsageSource.Estimated)]
    internal async Task The_ledger_says_how_it_ended(string status, string usage, string more, Outcome outcome, string? error, UsageSource source)
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        var id = await up.BeginAsync();
        up.Now = (200, Response(status, usage, more: more));

        await PassAsync(scene, TimeSpan.FromSeconds(15));

        var row = scene.Ledger(id).ShouldHaveEnded(outcome, 200, error);
        (row.FinishReason, row.UsageSource, row.ModelAnswered).ShouldBe((status, source, "gpt-upstream-2026"));
        (row.Cost is null).ShouldBe(!source.HasCounts());
        if (source == UsageSource.Provider) row.Usage.ShouldBe(Used);
        (row.Attempts.Single().Usage, row.Attempts.Single().Cost, row.Attempts.Single().UsageSource).ShouldBe((row.Usage, row.Cost, row.UsageSource));
        (await up.PollAsync()).Body.ShouldBe(Response(status, usage, more: more));
    }

    [Fact]
    public async Task What_the_provider_does_not_count_is_estimated_from_the_question_and_the_answer()
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        const string Body = """{"model":"asked-model","input":"q","background":true}""";
        var id = await up.BeginAsync(Body);
        var output = $$"""[{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"{{new string('x', 400)}}"}]}]""";
        up.Now = (200, Response("cancelled", output: output));

        await PassAsync(scene, TimeSpan.FromSeconds(15));

        var row = scene.Ledger(id)!;
        (row.UsageSource, row.Usage).ShouldBe((UsageSource.Estimated, new TokenUsage((Body.Length + 3) / 4, 100)));
    }

    [Fact]
    public async Task A_client_that_cancels_settles_it()
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        var id = await up.BeginAsync();
        up.Cancelled = (200, Response("cancelled", Usage));

        (await up.CancelAsync()).Body.ShouldBe(Response("cancelled", Usage));

        var row = scene.Ledger(id).ShouldHaveEnded(Outcome.Completed, 200);
        (row.FinishReason, row.Cost).ShouldBe(("cancelled", BackgroundUpstream.Cost));
        // A second time is no mistake, and nobody has to be asked.
        (await up.CancelAsync()).Body.ShouldBe(Response("cancelled", Usage));
        up.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_that_is_deleted_is_called_off_and_settled_first()
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        var id = await up.BeginAsync();
        up.Cancelled = (200, Response("cancelled", Usage));

        using var deleted = await scene.Client.DeleteAsync("/v1/responses/resp_1");

        deleted.IsSuccessStatusCode.ShouldBeTrue();
        up.Asked.Select(request => request.Path).ShouldBe(["/v1/responses/resp_1/cancel", "/v1/responses/resp_1"]);
        scene.Ledger(id)!.Cost.ShouldBe(BackgroundUpstream.Cost);
    }

    [Fact]
    public async Task One_that_is_deleted_before_anybody_knows_what_it_used_is_said_to_be_unknown()
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        var id = await up.BeginAsync();

        using var deleted = await scene.Client.DeleteAsync("/v1/responses/resp_1");

        deleted.IsSuccessStatusCode.ShouldBeTrue();
        var row = scene.Ledger(id).ShouldHaveEnded(Outcome.Completed, 200);
        (row.UsageSource, row.FinishReason).ShouldBe((UsageSource.Unknown, "deleted"));
        scene.Part<UnsettledStore>().Count().ShouldBe(0);
    }

    [Fact]
    public async Task One_that_the_provider_has_forgotten_is_given_up_after_a_while_and_its_client_told()
    {
        using var logs = new LogCapture();
        var up = await BackgroundUpstream.StartAsync(_time, logs: logs);
        await using var scene = up.Scene;
        var id = await up.BeginAsync();
        up.Now = (404, """{"error":{"message":"Response with id 'resp_1' not found.","type":"invalid_request_error","param":"id","code":null}}""");

        // Not everything that a provider has taken in is known to all of its machines at once.
        await PassAsync(scene, TimeSpan.FromSeconds(15));
        (await up.PollAsync()).Json.GetProperty("status").GetString().ShouldBe("queued");
        await PassAsync(scene, TimeSpan.FromMinutes(9));
        scene.Ledger(id)!.UsageSource.ShouldBe(UsageSource.Pending);
        await PassAsync(scene, TimeSpan.FromMinutes(9));

        var row = scene.Ledger(id).ShouldHaveEnded(Outcome.UpstreamFailed, 200, "response_lost");
        (row.UsageSource, row.Cost).ShouldBe((UsageSource.Unknown, null));
        var told = (await up.PollAsync()).Json;
        (told.GetProperty("status").GetString(), told.GetProperty("error").GetProperty("code").GetString()).ShouldBe(("failed", "server_error"));
        logs.Lines.ShouldContain(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains(id, StringComparison.Ordinal));
        (await scene.GetAsync("/metrics")).Body.ShouldContain("weir_responses_settled_total{deployment=\"big\",usage_source=\"unknown\"} 1\n");
    }

    [Fact]
    public async Task A_poller_learns_that_the_provider_has_forgotten_it_too()
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        var id = await up.BeginAsync();
        up.Now = (404, "{}");
        (await up.PollAsync()).Json.GetProperty("status").GetString().ShouldBe("queued");
        await PassAsync(scene, TimeSpan.FromMinutes(10));

        (await up.PollAsync()).Json.GetProperty("status").GetString().ShouldBe("failed");

        scene.Ledger(id)!.UsageSource.ShouldBe(UsageSource.Unknown);
    }

    [Fact]
    public async Task A_provider_that_finds_it_again_is_believed_and_doubted_anew()
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        var id = await up.BeginAsync();
        foreach (var said in ((int, string)[])[(404, "{}"), (200, Response("in_progress")), (404, "{}")])
        {
            up.Now = said;
            _time.Advance(TimeSpan.FromSeconds(1));
            await up.PollAsync();
        }
        up.Now = (500, "{}");
        await PassAsync(scene, TimeSpan.FromMinutes(9));
        up.Now = (404, "{}");
        await up.PollAsync();
        scene.Ledger(id)!.UsageSource.ShouldBe(UsageSource.Pending);

        up.Now = (200, Response("completed", Usage));
        await up.PollAsync();

        ShouldBePaid(scene.Ledger(id));
    }

    [Fact]
    public async Task One_that_never_ends_is_asked_after_a_last_time_when_it_is_over_its_time()
    {
        var up = await BackgroundUpstream.StartAsync(_time, "responses: { retention: 1h }");
        await using var scene = up.Scene;
        var (first, second) = (await up.BeginAsync(), await up.BeginAsync());
        var answer = scene.Upstream.Behaviour;
        await PassAsync(scene, TimeSpan.FromMinutes(50));
        scene.Upstream.Behaviour = (http, request) => request.Path.EndsWith("resp_2", StringComparison.Ordinal)
            ? ScriptedUpstream.JsonAsync(http, 200, Response("completed", Usage))
            : answer(http, request);

        await PassAsync(scene, TimeSpan.FromMinutes(11));

        var lost = scene.Ledger(first).ShouldHaveEnded(Outcome.UpstreamFailed, 200, "response_lost");
        lost.UsageSource.ShouldBe(UsageSource.Unknown);
        ShouldBePaid(scene.Ledger(second));
    }

    [Fact]
    public async Task One_whose_deployment_is_gone_waits_until_it_is_back()
    {
        var up = await BackgroundUpstream.StartAsync(_time);
        await using var scene = up.Scene;
        var id = await up.BeginAsync();
        up.Now = (200, Response("completed", Usage));
        (await scene.ReloadAsync(BackgroundUpstream.Configuration.Replace("big", "other", StringComparison.Ordinal))).ShouldBeTrue();
        await PassAsync(scene, TimeSpan.FromMinutes(5));
        scene.Ledger(id)!.UsageSource.ShouldBe(UsageSource.Pending);

        (await scene.ReloadAsync(BackgroundUpstream.Configuration)).ShouldBeTrue();
        await PassAsync(scene, TimeSpan.FromMinutes(5));

        ShouldBePaid(scene.Ledger(id));
    }

    [Fact]
    public async Task One_that_a_server_answers_at_once_after_all_is_a_call_like_any_other()
    {
        await using var scene = await Scene.StartAsync(BackgroundUpstream.Configuration, _time);
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, 200, Response("completed", Usage));

        var answer = await scene.PostAsync("/v1/responses", """{"model":"asked-model","input":"q","background":true}""");

        var row = scene.Ledger(answer.RequestId)!;
        (row.Cost, row.SettledAt).ShouldBe((BackgroundUpstream.Cost, null));
        scene.Part<UnsettledStore>().Count().ShouldBe(0);
    }

    private static void ShouldBePaid(CallRecord? row)
    {
        row.ShouldHaveEnded(Outcome.Completed, 200);
        (row!.Usage, row.UsageSource, row.Cost, row.FinishReason).ShouldBe((Used, UsageSource.Provider, BackgroundUpstream.Cost, "completed"));
        var attempt = row.Attempts.Single();
        (attempt.Usage, attempt.UsageSource, attempt.Cost).ShouldBe((row.Usage, row.UsageSource, row.Cost));
        attempt.PriceVersion.ShouldBe("config:big:1/10/0.1");
        row.SettledAt.ShouldNotBeNull();
    }

    /// <summary>Lets time pass, and waits until all has been asked after that was due.</summary>
    private async Task PassAsync(Scene scene, TimeSpan by)
    {
        // In steps below the time that a provider is given to answer: the clock must not run out on a question under way.
        for (var left = by; left > TimeSpan.Zero; left -= Step)
        {
            _time.Advance(left < Step ? left : Step);
            await scene.Part<ResponseSettler>().PassAsync();
        }
    }
}
