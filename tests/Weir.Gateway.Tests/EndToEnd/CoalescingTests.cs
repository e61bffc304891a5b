using Weir.Gateway.Coalescing;
using Weir.Gateway.Ledger;
using Weir.Gateway.Scheduling;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Calls of a tenant that ask the same at the same time share one upstream call.</summary>
[Trait("Category", "Slow")]
public sealed class CoalescingTests
{
    private const string Cold = """{"model":"asked-model","temperature":0,"messages":[{"role":"user","content":"hi"}]}""";
    private const string ColdStreamed = """{"model":"asked-model","temperature":0,"stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    private static readonly string Configuration = Scene.Configuration.Replace("retries: 0", "retries: 0, coalesce: deterministic", StringComparison.Ordinal);

    [Theory]
    [InlineData(Cold)]
    [InlineData(ColdStreamed)]
    public async Task Twenty_clients_are_given_one_answer_and_one_pays(string body)
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var release = Held(scene);

        var calls = Enumerable.Range(0, 20).Select(_ => scene.ChatAsync(body)).ToArray();
        await WaitedForByAsync(scene, 20);
        release.SetResult();
        var answers = await Task.WhenAll(calls);

        scene.Upstream.Seen.Count.ShouldBe(1);
        answers.ShouldAllBe(answer => answer.Status == 200 && !answer.IsBrokenOff);
        answers.Select(answer => answer.Body).Distinct().ShouldHaveSingleItem().ShouldNotBeEmpty();
        answers.Select(answer => answer.RequestId).Distinct().Count().ShouldBe(20);
        answers.Select(answer => answer.Headers["x-weir-deployment"]).Distinct().ShouldHaveSingleItem().ShouldBe("big");
        var leader = answers.Single(answer => !answer.Headers.ContainsKey("x-weir-coalesced"));
        scene.Ledger(leader.RequestId).ShouldHaveEnded(Outcome.Completed, 200).Cost.ShouldNotBeNull().ShouldBeGreaterThan(0);
        foreach (var answer in answers.Where(answer => answer != leader)) ShouldHaveFollowed(scene, answer, leader);
        await ShouldBeEmptyAsync(scene);
    }

    [Fact]
    public async Task Whoever_comes_in_the_middle_of_a_stream_is_given_it_from_its_beginning()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var release = new TaskCompletionSource();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Chunk("""{"content":"Hel"}"""));
            await release.Task;
            await SendAsync(http, Chunk("""{"content":"lo"}""") + Chunk("{}", "\"stop\"") + Done);
        };

        using var leader = await scene.StreamAsync(ColdStreamed);
        await leader.UntilAsync("Hel");
        using var follower = await scene.StreamAsync(ColdStreamed);
        await follower.UntilAsync("Hel");
        release.SetResult();

        (await follower.ToEndAsync()).ShouldBe(await leader.ToEndAsync());
        follower.Text.ShouldEndWith(Done);
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Cold)]
    [InlineData(ColdStreamed)]
    public async Task A_follower_outlives_the_leaders_client(string body)
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var release = Held(scene);
        using var hangUp = new CancellationTokenSource();

        var leader = scene.BeginChatAsync(body, hangUp.Token);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the upstream is asked");
        var follower = scene.ChatAsync(body);
        await WaitedForByAsync(scene, 2);
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leader);
        await WaitedForByAsync(scene, 1);
        release.SetResult();
        var answer = await follower;

        (answer.Status, answer.IsBrokenOff).ShouldBe((200, false));
        scene.Upstream.Seen.Count.ShouldBe(1);
        scene.Upstream.Seen[0].Gone.IsCompleted.ShouldBeFalse();
        var rows = await scene.LedgerRowsAsync(2);
        var led = rows.Single(row => row.SharedWith is null);
        (led.Outcome, led.UsageSource, led.Attempts.Single().Outcome).ShouldBe((Outcome.ClientGone, UsageSource.Provider, Outcome.Completed));
        led.Cost.ShouldNotBeNull().ShouldBeGreaterThan(0);
        rows.Single(row => row.SharedWith == led.Id).ShouldHaveEnded(Outcome.Completed, 200).Cost.ShouldBe(0);
        await ShouldBeEmptyAsync(scene);
    }

    [Fact]
    public async Task The_upstream_is_stopped_when_nobody_is_left()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Chunk("""{"content":"Hel"}"""));
            await HangAsync(http);
        };

        var leader = await scene.StreamAsync(ColdStreamed);
        await leader.UntilAsync("Hel");
        var follower = await scene.StreamAsync(ColdStreamed);
        await follower.UntilAsync("Hel");
        leader.Dispose();
        follower.Dispose();

        await scene.Upstream.Seen.Single().Gone.WaitAsync(TimeSpan.FromSeconds(30));
        var rows = await scene.LedgerRowsAsync(2);
        rows.ShouldAllBe(row => row.Outcome == Outcome.ClientGone);
        rows.Count(row => row.Cost > 0).ShouldBe(1);
        await ShouldBeEmptyAsync(scene);
    }

    [Fact]
    public async Task A_leader_that_does_not_read_holds_nobody_up()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var piece = Chunk($$"""{"content":"{{new string('x', 60_000)}}"}""");
        var release = new TaskCompletionSource();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, piece);
            await release.Task;
            for (var i = 0; i < 50; i++) await SendAsync(http, piece);
            await SendAsync(http, Chunk("{}", "\"stop\"") + Done);
        };

        using var leader = await scene.StreamAsync(ColdStreamed);
        using var follower = await scene.StreamAsync(ColdStreamed);
        await WaitedForByAsync(scene, 2);
        release.SetResult();

        (await follower.ToEndAsync()).ShouldEndWith(Done);
        scene.Upstream.Seen.Count.ShouldBe(1);
        (await leader.ToEndAsync()).ShouldBe(follower.Text);
    }

    [Fact]
    public async Task A_leader_that_falls_too_far_behind_is_left_behind()
    {
        const int Pieces = 64;
        await using var scene = await Scene.StartAsync(Configuration + "\nlimits: { shared_answer: 1MiB }");
        var piece = Chunk($$"""{"content":"{{new string('x', 250_000)}}"}""");
        var next = new SemaphoreSlim(0);
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Chunk("""{"content":"Hel"}"""));
            for (var i = 0; i < Pieces; i++)
            {
                await next.WaitAsync();
                await SendAsync(http, piece);
            }
            await SendAsync(http, Chunk("{}", "\"stop\"") + Done);
        };

        using var leader = await scene.StreamAsync(ColdStreamed);
        using var follower = await scene.StreamAsync(ColdStreamed);
        await WaitedForByAsync(scene, 2);
        for (var i = 0; i < Pieces; i++)
        {
            next.Release();
            while (follower.Length < (i + 1L) * piece.Length) (await follower.ReadAsync()).ShouldBeTrue();
        }

        (await follower.ToEndAsync()).ShouldEndWith(Done);
        await leader.ToBreakAsync();
        scene.Ledger(follower.RequestId).ShouldHaveEnded(Outcome.Completed, 200).SharedWith.ShouldBe(leader.RequestId);
        (await scene.LedgerRowsAsync(2)).Single(row => row.Id == leader.RequestId).Outcome.ShouldBe(Outcome.ClientGone);
    }

    [Fact]
    public async Task Nobody_joins_an_answer_that_is_too_long_to_be_kept()
    {
        await using var scene = await Scene.StartAsync(Configuration + "\nlimits: { shared_answer: 1KiB }\n");
        var release = new TaskCompletionSource();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Chunk($$"""{"content":"{{new string('x', 2000)}}"}"""));
            await release.Task;
            await SendAsync(http, Chunk("{}", "\"stop\"") + Done);
        };

        using var first = await scene.StreamAsync(ColdStreamed);
        await first.UntilAsync("xxx");
        using var second = await scene.StreamAsync(ColdStreamed);
        await second.UntilAsync("xxx");
        release.SetResult();

        (await first.ToEndAsync()).ShouldEndWith(Done);
        (await second.ToEndAsync()).ShouldEndWith(Done);
        scene.Upstream.Seen.Count.ShouldBe(2);
        scene.LedgerRows().ShouldAllBe(row => row.SharedWith == null);
        await ShouldBeEmptyAsync(scene);
    }

    [Fact]
    public async Task An_answer_that_was_taken_in_whole_is_shared_however_long_it_is()
    {
        await using var scene = await Scene.StartAsync(Configuration.Replace("retries: 0", "retries: 0, commit: full", StringComparison.Ordinal) + "\nlimits: { shared_answer: 1KiB }\n");
        var words = new string('x', 300_000);
        var release = Held(scene, (http, _) => JsonAsync(http, 200, ScriptedUpstream.Answer.Replace("Hello there.", words, StringComparison.Ordinal)));

        var calls = Enumerable.Range(0, 3).Select(_ => scene.ChatAsync(Cold)).ToArray();
        await WaitedForByAsync(scene, 3);
        release.SetResult();

        foreach (var answer in await Task.WhenAll(calls)) answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe(words);
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Where_the_operator_says_so_every_question_is_shared()
    {
        await using var scene = await Scene.StartAsync(Configuration.Replace("deterministic", "all", StringComparison.Ordinal));
        var release = Held(scene);

        var calls = Enumerable.Range(0, 3).Select(_ => scene.ChatAsync(Scene.Hello)).ToArray();
        await WaitedForByAsync(scene, 3);
        release.SetResult();

        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer.Status == 200);
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_tenant_never_shares()
    {
        await using var scene = await Scene.StartAsync(Configuration + "\ntenants: { default: {}, other: {} }\n");
        var release = Held(scene);
        using var others = scene.ClientWith(scene.CreateKey("theirs", "other").Plaintext);

        var ours = scene.ChatAsync(Cold);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "ours has been sent");
        var theirs = others.SendAsync(Scene.Request("/v1/chat/completions", Cold));
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 2, "theirs has been sent too");
        release.SetResult();

        (await ours).Status.ShouldBe(200);
        var answer = await Scene.AnswerAsync(await theirs);
        answer.Headers.ContainsKey("x-weir-coalesced").ShouldBeFalse();
        scene.LedgerRows().ShouldAllBe(row => row.SharedWith == null && row.Cost > 0);
    }

    [Theory]
    [InlineData(Cold, "openai-beta", "x", 2)]
    [InlineData(Cold, "x-pass-on", "x", 2)]
    [InlineData(Cold, "x-not-passed", "x", 1)]
    [InlineData(Cold, "idempotency-key", "x", 1)]
    [InlineData(Cold, "x-weir-user", "somebody", 1)]
    [InlineData("""{"model":"asked-model","temperature":0, "messages":[{"role":"user","content":"hi"}]}""", "", "", 2)]
    [InlineData(Scene.Hello, "", "", 2)]
    public async Task What_reaches_the_upstream_makes_the_difference(string body, string header, string value, int upstreamCalls)
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var release = Held(scene);

        var first = scene.ChatAsync(body == Scene.Hello ? body : Cold);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the first has been sent");
        var second = header.Length == 0 ? scene.ChatAsync(body) : scene.ChatAsync(body, (header, value));
        if (upstreamCalls == 1) await WaitedForByAsync(scene, 2);
        else await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 2, "the second has been sent");
        release.SetResult();

        (await Task.WhenAll(first, second)).ShouldAllBe(answer => answer.Status == 200);
        scene.Upstream.Seen.Count.ShouldBe(upstreamCalls);
    }

    [Fact]
    public async Task When_the_upstream_fails_the_leader_a_follower_leads()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var release = Held(scene, (http, request) => scene.Upstream.Seen.Count == 1 ? JsonAsync(http, 503, """{"error":{"message":"busy"}}""") : JsonAsync(http, 200, ScriptedUpstream.Answer));

        var calls = Enumerable.Range(0, 5).Select(_ => scene.ChatAsync(Cold)).ToArray();
        await WaitedForByAsync(scene, 5);
        release.SetResult();
        var answers = await Task.WhenAll(calls);

        answers.Count(answer => answer.Status == 503).ShouldBe(1);
        answers.Count(answer => answer.Status == 200).ShouldBe(4);
        foreach (var answer in answers.Where(answer => answer.Status == 200)) scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Fact]
    public async Task Two_failed_leaders_are_enough_for_all()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var gates = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await gates[Math.Min(1, scene.Upstream.Seen.Count - 1)].Task;
            await JsonAsync(http, 503, """{"error":{"message":"busy"}}""");
        };

        var calls = Enumerable.Range(0, 6).Select(_ => scene.ChatAsync(Cold)).ToArray();
        await WaitedForByAsync(scene, 6);
        gates[0].SetResult();
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 2 && scene.Part<SharedAnswers>().Waiting == 5, "a follower leads the others");
        gates[1].SetResult();

        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer.Status == 503);
        scene.Upstream.Seen.Count.ShouldBe(2);
        await ShouldBeEmptyAsync(scene);
    }

    [Fact]
    public async Task What_the_request_is_to_blame_for_is_told_to_all()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var release = Held(scene, (http, _) => JsonAsync(http, 400, """{"error":{"message":"no such thing","type":"invalid_request_error","param":null,"code":"bad"}}"""));

        var calls = Enumerable.Range(0, 5).Select(_ => scene.ChatAsync(Cold)).ToArray();
        await WaitedForByAsync(scene, 5);
        release.SetResult();

        foreach (var answer in await Task.WhenAll(calls)) answer.ShouldBeError(400, "bad", scene).ShouldBe("no such thing");
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_cut_stream_is_whole_for_nobody()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var release = new TaskCompletionSource();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Chunk("""{"content":"Hel"}"""));
            await release.Task;
            Cut();
        };

        using var leader = await scene.StreamAsync(ColdStreamed);
        await leader.UntilAsync("Hel");
        using var follower = await scene.StreamAsync(ColdStreamed);
        await follower.UntilAsync("Hel");
        release.SetResult();

        (await leader.ToBreakAsync()).ShouldEndInError("upstream_cut");
        (await follower.ToBreakAsync()).ShouldEndInError("upstream_cut");
        scene.LedgerRows().ShouldAllBe(row => row.Outcome == Outcome.Truncated);
    }

    [Fact]
    public async Task A_followers_deadline_is_its_own()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var release = Held(scene);

        var leader = scene.ChatAsync(Cold);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the upstream is asked");
        var hasty = await scene.ChatAsync(Cold, ("x-weir-timeout", "50ms"));
        release.SetResult();

        hasty.ShouldBeError(504, "deadline_exceeded", scene);
        (await leader).Status.ShouldBe(200);
        scene.Ledger(hasty.RequestId).ShouldHaveEnded(Outcome.TimedOut, 504, "deadline_exceeded").SharedWith.ShouldNotBeNull();
    }

    [Fact]
    public async Task Nobody_follows_a_leader_that_has_less_time()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var release = Held(scene);

        var hasty = scene.ChatAsync(Cold, ("x-weir-timeout", "1m"));
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the upstream is asked");
        var patient = scene.ChatAsync(Cold);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 2, "the upstream is asked for the second call as well");
        var third = scene.ChatAsync(Cold);
        await WaitedForByAsync(scene, 2);
        release.SetResult();

        (await hasty).Status.ShouldBe(200);
        ShouldHaveFollowed(scene, await third, await patient);
    }

    [Fact]
    public async Task Nobody_waits_in_line_behind_a_call_of_a_lower_priority()
    {
        await using var scene = await Scene.StartAsync(Configuration.Replace("price:", "concurrency: { adapt: off, max: 1 }, price:", StringComparison.Ordinal));
        var release = Held(scene);
        // Of temperature 1, so that nobody shares its answer.
        var ahead = scene.ChatAsync(Scene.Hello);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the upstream is asked");

        var low = scene.ChatAsync(Cold, ("x-weir-priority", "low"));
        await InLineAsync(scene, 1);
        var normal = scene.ChatAsync(Cold);
        await InLineAsync(scene, 2);
        // Those who come now share the answer that comes first.
        var late = scene.ChatAsync(Cold, ("x-weir-priority", "low"));
        await WaitedForByAsync(scene, 2);
        release.SetResult();

        (await ahead).Status.ShouldBe(200);
        scene.Ledger((await low).RequestId).ShouldHaveEnded(Outcome.Completed, 200).SharedWith.ShouldBeNull();
        ShouldHaveFollowed(scene, await late, await normal);
        scene.LedgerRows().Where(row => row.Attempts.Count > 0).OrderBy(row => row.StartedAt + row.Attempts[0].StartedMicros)
            .Select(row => row.Id).ShouldBe([(await ahead).RequestId, (await normal).RequestId, (await low).RequestId]);
    }

    [Fact]
    public async Task An_answer_that_has_begun_to_come_is_shared_whatever_the_priority()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var release = new TaskCompletionSource();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Chunk("""{"content":"Hel"}"""));
            await release.Task;
            await SendAsync(http, Chunk("{}", "\"stop\"") + Done);
        };

        scene.Client.DefaultRequestHeaders.Add("x-weir-priority", "low");
        using var low = await scene.StreamAsync(ColdStreamed);
        await low.UntilAsync("Hel");
        scene.Client.DefaultRequestHeaders.Remove("x-weir-priority");
        using var normal = await scene.StreamAsync(ColdStreamed);
        await normal.UntilAsync("Hel");
        release.SetResult();

        (await normal.ToEndAsync()).ShouldBe(await low.ToEndAsync());
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    private static Task InLineAsync(Scene scene, int calls) =>
        Scene.UntilAsync(() => scene.Part<ConcurrencyLimits>().Read(limit => limit.Waiting).Single().Value == calls, $"{calls} calls wait in line");

    private static TaskCompletionSource Held(Scene scene, Func<Microsoft.AspNetCore.Http.HttpContext, UpstreamRequest, Task>? answer = null)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Upstream.Behaviour = async (http, request) =>
        {
            await release.Task;
            if (answer is not null) await answer(http, request);
            else if (request.Body.Contains("\"stream\":true", StringComparison.Ordinal)) await EventsAsync(http, WholeStream(request));
            else await JsonAsync(http, 200, ScriptedUpstream.Answer);
        };
        return release;
    }

    private static Task WaitedForByAsync(Scene scene, int clients) =>
        Scene.UntilAsync(() => scene.Part<SharedAnswers>().Waiting == clients, $"{clients} clients wait");

    private static void ShouldHaveFollowed(Scene scene, Answer answer, Answer leader)
    {
        answer.Headers["x-weir-coalesced"].ShouldBe(leader.RequestId);
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.SharedWith, row.Cost, row.UsageSource, row.Attempts.Count).ShouldBe((leader.RequestId, 0m, UsageSource.None, 0));
        (row.Deployment, row.ModelAnswered, row.FinishReason).ShouldBe(("big", "upstream-model-2026", "stop"));
    }

    private static Task ShouldBeEmptyAsync(Scene scene) =>
        Scene.UntilAsync(() => scene.InFlight == 0 && scene.Part<SharedAnswers>().Count == 0, "nothing is left of the calls");
}
