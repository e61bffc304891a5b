using Weir.Gateway.Coalescing;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Tests.Batching;
using Weir.Gateway.Tests.EndToEnd;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.Limits;

/// <summary>Who may ask for how much, as clients, the upstream and the ledger see it.</summary>
public sealed class LimitedCallTests
{
    private const string Small = """{"model":"asked-model","max_tokens":16,"messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task One_call_too_many_is_refused_and_told_when_to_come_back()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await LimitedAsync("requests_per_minute: 2", clock);
        await scene.ChatAsync(Scene.Hello);
        clock.Advance(TimeSpan.FromSeconds(10.5));
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);

        var refused = await scene.ChatAsync(Scene.Hello);

        refused.Status.ShouldBe(429);
        var error = refused.Json.GetProperty("error");
        (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()).ShouldBe(("rate_limit_error", "rate_limit_exceeded"));
        error.GetProperty("message").GetString().ShouldBe("The limit 'r' (2 requests a minute) is reached: 2 are used or set aside. Try again in 51 s.");
        refused.Headers["retry-after"].ShouldBe("51");
        scene.Upstream.Seen.Count.ShouldBe(2);
        scene.Ledger(refused.RequestId).ShouldHaveEnded(Outcome.Rejected, 429, "rate_limit_exceeded:r");

        clock.Advance(TimeSpan.FromSeconds(51));
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Clients_see_what_is_left_of_their_own_limits_and_not_of_the_operators()
    {
        await using var scene = await LimitedAsync("requests_per_minute: 3, tokens_per_minute: 10000", new FakeTimeProvider());
        scene.Upstream.Behaviour = (http, _) =>
        {
            (http.Response.Headers["x-ratelimit-limit-requests"], http.Response.Headers["x-ratelimit-remaining-input-tokens"]) = ("9999", "5");
            return JsonAsync(http, 200, ScriptedUpstream.Answer);
        };
        await scene.ChatAsync(Small);
        var second = await scene.ChatAsync(Small);

        // Of the first call, what it used: 1,200 tokens. Of this one, what is expected: 2 of input, 16 of output.
        (second.Headers["x-ratelimit-limit-requests"], second.Headers["x-ratelimit-remaining-requests"]).ShouldBe(("3", "1"));
        (second.Headers["x-ratelimit-limit-tokens"], second.Headers["x-ratelimit-remaining-tokens"]).ShouldBe(("10000", (10_000 - 1_200 - 18).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        (second.Headers["x-ratelimit-reset-requests"], second.Headers["x-ratelimit-reset-tokens"]).ShouldBe(("1m1s", "1m1s"));
        second.Headers.Keys.ShouldNotContain("x-ratelimit-remaining-input-tokens");
    }

    [Fact]
    public async Task Who_has_no_limits_sees_the_providers()
    {
        await using var scene = await Scene.StartAsync(Scene.With("rate_limits: { others: { for: { user: bob }, requests_per_minute: 1 } }"));
        scene.Upstream.Behaviour = (http, _) =>
        {
            http.Response.Headers["x-ratelimit-limit-requests"] = "9999";
            return JsonAsync(http, 200, ScriptedUpstream.Answer);
        };

        (await scene.ChatAsync(Scene.Hello)).Headers["x-ratelimit-limit-requests"].ShouldBe("9999");
    }

    [Theory]
    [InlineData("/v1/messages", """{"model":"asked-model","max_tokens":16,"messages":[{"role":"user","content":"hi"}]}""", "rate_limit_error", "anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset")]
    [InlineData("/v1/responses", """{"model":"asked-model","input":"hi","store":false}""", "rate_limit_exceeded", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests")]
    [InlineData("/v1beta/models/asked-model:generateContent", """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""", "RESOURCE_EXHAUSTED", null, null)]
    public async Task Each_dialect_is_refused_in_its_own_words(string path, string body, string code, string? remaining, string? reset)
    {
        await using var scene = await LimitedAsync("requests_per_minute: 1", new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));
        (await scene.PostAsync(path, body)).Status.ShouldBe(200);

        var refused = await scene.PostAsync(path, body);

        refused.Status.ShouldBe(429);
        refused.Body.ShouldContain($"\"{code}\"");
        refused.Headers["retry-after"].ShouldBe("61");
        if (remaining is null) refused.Headers.Keys.ShouldNotContain(name => name.Contains("ratelimit", StringComparison.Ordinal));
        else (refused.Headers[remaining], refused.Headers[reset!]).ShouldBe(("0", path == "/v1/messages" ? "2026-03-01T12:01:01Z" : "1m1s"));
    }

    [Fact]
    public async Task Of_fifty_callers_at_once_as_many_are_let_in_as_may()
    {
        await using var scene = await LimitedAsync("requests_per_minute: 10");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => scene.ChatAsync(Scene.Hello)));

        answers.Count(answer => answer.Status == 200).ShouldBe(10);
        answers.Count(answer => answer.Status == 429).ShouldBe(40);
        scene.Upstream.Seen.Count.ShouldBe(10);
    }

    /// <summary>LiteLLM 18730: five calls at a time spent 663 tokens of a key with 100 a minute.</summary>
    [Fact]
    public async Task Calls_at_the_same_time_do_not_find_the_same_room()
    {
        await using var scene = await LimitedAsync("tokens_per_minute: 100");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => scene.ChatAsync(Scene.Hello)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    /// <summary>LiteLLM 28805, 29191: whoever had a key with a small limit was refused everything.</summary>
    [Fact]
    public async Task A_small_limit_lets_one_call_through_whatever_it_may_need()
    {
        await using var scene = await LimitedAsync("output_tokens_per_minute: 50");

        (await scene.ChatAsync("""{"model":"asked-model","max_tokens":4096,"messages":[{"role":"user","content":"hi"}]}""")).Status.ShouldBe(200);
        var refused = await scene.ChatAsync(Scene.Hello);

        refused.Status.ShouldBe(429);
        refused.Body.ShouldContain("50 output tokens a minute");
    }

    [Fact]
    public async Task As_many_calls_run_as_may_and_the_end_of_one_lets_another_in()
    {
        await using var scene = await LimitedAsync("concurrency: 2");
        var release = new TaskCompletionSource();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await release.Task;
            await JsonAsync(http, 200, ScriptedUpstream.Answer);
        };
        var running = new[] { scene.ChatAsync(Scene.Hello), scene.ChatAsync(Scene.Hello) };
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 2, "two calls run");

        var refused = await scene.ChatAsync(Scene.Hello);
        (refused.Status, refused.Headers["retry-after"]).ShouldBe((429, "1"));
        refused.Body.ShouldContain("The limit 'r' (2 calls at a time) is reached: 2 are under way. Try again in 1 s.");
        release.SetResult();
        await Task.WhenAll(running);

        // Whoever has seen the end of an answer has room again.
        for (var i = 0; i < 20; i++) (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_client_that_goes_away_takes_its_call_out_of_all_limits()
    {
        await using var scene = await LimitedAsync("concurrency: 1, tokens_per_minute: 100000");
        scene.Upstream.Behaviour = (http, _) => HangAsync(http);
        using var hangUp = new CancellationTokenSource();
        var call = scene.BeginChatAsync(Scene.Hello, hangUp.Token);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the upstream is asked");

        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);

        await scene.LedgerRowsAsync(1);
        await Scene.UntilAsync(() => scene.InFlight == 0, "nothing is under way");
        scene.Part<LimitBook>().List().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"model":"unheard-of","messages":[{"role":"user","content":"hi"}]}""", 404)]
    [InlineData("""{"model":"asked-model","messages":""", 400)]
    public async Task A_request_that_was_never_made_does_not_count(string body, int status)
    {
        await using var scene = await LimitedAsync("requests_per_minute: 1, tokens_per_day: 1000");

        (await scene.ChatAsync(body)).Status.ShouldBe(status);

        scene.Part<LimitBook>().List().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_that_failed_counts_and_its_tokens_do_not()
    {
        await using var scene = await LimitedAsync("requests_per_day: 10, tokens_per_day: 1000");
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 500, "{}");

        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(502);

        scene.Part<LimitBook>().List().Select(use => (use.Unit, use.Used)).ShouldBe([("requests_per_day", 1), ("tokens_per_day", 0)]);
    }

    [Fact]
    public async Task An_answer_that_is_longer_than_expected_counts_while_it_is_produced()
    {
        await using var scene = await LimitedAsync("output_tokens_per_minute: 2000");
        var release = new TaskCompletionSource();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Enumerable.Repeat(Chunk($$"""{"content":"{{new string('x', 800)}}"}"""), 10));
            await release.Task;
            await SendAsync(http, Chunk("{}", "\"stop\"") + UsageChunk + Done);
        };
        using var stream = await scene.StreamAsync();
        await Scene.UntilAsync(() => scene.Part<LimitBook>().List()[0].Used >= 2000, "8,000 bytes are 2,000 tokens");

        (await scene.ChatAsync(Small)).Status.ShouldBe(429);
        release.SetResult();
        await stream.ToEndAsync();

        // The provider's own count is what holds in the end: 3.
        scene.Part<LimitBook>().List()[0].Used.ShouldBeLessThan(2000);
    }

    [Fact]
    public async Task A_limit_is_raised_by_a_reload_and_what_was_used_stays()
    {
        await using var scene = await LimitedAsync("requests_per_minute: 1");
        await scene.ChatAsync(Scene.Hello);
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(429);

        (await scene.ReloadAsync(Limited("requests_per_minute: 2"))).ShouldBeTrue();

        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(429);
    }

    [Fact]
    public async Task A_keys_a_tenants_and_a_models_limits_hold_together()
    {
        await using var scene = await Scene.StartAsync(Scene.With("""
            tenants: { default: { limits: { requests_per_minute: 3 } } }
            keys: { ci: { value: wk-01234567890123456789012345, limits: { requests_per_minute: 2 } } }
            """));
        using var ci = scene.ClientWith("wk-01234567890123456789012345");

        var own = new List<string>();
        for (var i = 0; i < 3; i++) own.Add(await TellAsync(ci));
        var rest = new List<string>();
        for (var i = 0; i < 2; i++) rest.Add(await TellAsync(scene.Client));

        own.ShouldBe(["200", "200", "keys.ci"]);
        rest.ShouldBe(["200", "tenants.default"]);
    }

    [Fact]
    public async Task Addresses_are_told_apart_and_only_a_trusted_proxy_is_believed()
    {
        await using var trusting = await Scene.StartAsync(Scene.With("server: { trusted_proxies: [127.0.0.1] }\nrate_limits: { r: { each: [ip], requests_per_minute: 1 } }"));
        (await trusting.ChatAsync(Scene.Hello, ("x-forwarded-for", "203.0.113.1"))).Status.ShouldBe(200);
        (await trusting.ChatAsync(Scene.Hello, ("x-forwarded-for", "203.0.113.2"))).Status.ShouldBe(200);
        (await trusting.ChatAsync(Scene.Hello, ("x-forwarded-for", "203.0.113.9, 203.0.113.1"))).Status.ShouldBe(429);

        await using var wary = await LimitedAsync("each: [ip], requests_per_minute: 1");
        (await wary.ChatAsync(Scene.Hello, ("x-forwarded-for", "203.0.113.1"))).Status.ShouldBe(200);
        (await wary.ChatAsync(Scene.Hello, ("x-forwarded-for", "203.0.113.2"))).Status.ShouldBe(429);
    }

    [Fact]
    public async Task Those_who_are_given_anothers_answer_count_as_requests_and_use_no_tokens()
    {
        await using var scene = await Scene.StartAsync(Limited("requests_per_day: 100, tokens_per_day: 100000").Replace("retries: 0", "retries: 0, coalesce: all", StringComparison.Ordinal));
        var release = new TaskCompletionSource();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await release.Task;
            await JsonAsync(http, 200, ScriptedUpstream.Answer);
        };
        var calls = Enumerable.Range(0, 5).Select(_ => scene.ChatAsync(Scene.Hello)).ToArray();
        await Scene.UntilAsync(() => scene.Part<SharedAnswers>().Waiting == 5, "five clients wait for one answer");
        release.SetResult();
        var answers = await Task.WhenAll(calls);

        answers.ShouldAllBe(answer => answer.Status == 200);
        scene.Part<LimitBook>().List().Select(use => (use.Unit, use.Used)).ShouldBe([("requests_per_day", 5), ("tokens_per_day", 1200)]);
        // Each is told of its own place, not of the first one's.
        answers.Select(answer => answer.Headers["x-ratelimit-remaining-requests"]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Of_embeddings_that_go_together_each_counts_for_whom_it_is()
    {
        await using var batch = await BatchScene.StartAsync(BatchScene.Configuration + "\nrate_limits: { r: { each: [user], requests_per_day: 10, input_tokens_per_day: 100000 } }");

        var answers = await batch.SendAsync(
            batch.EmbedAsync(new string('a', 100), headers: ("x-weir-user", "alice")), batch.EmbedAsync(new string('b', 300), headers: ("x-weir-user", "bob")));

        answers.ShouldAllBe(answer => answer.Status == 200);
        batch.Sizes.ShouldBe([2]);
        var book = batch.Scene.Part<LimitBook>();
        foreach (var (answer, user) in answers.Zip(["alice", "bob"]))
        {
            book.List().Where(use => use.Subject.EndsWith(user, StringComparison.Ordinal)).Select(use => use.Used)
                .ShouldBe([1, batch.Scene.Ledger(answer.RequestId)!.Usage.Input]);
        }
    }

    private static string Limited(string limit) => Scene.With($"rate_limits: {{ r: {{ {limit} }} }}");

    private static Task<Scene> LimitedAsync(string limit, TimeProvider? time = null) => Scene.StartAsync(Limited(limit), time);

    private static async Task<string> TellAsync(HttpClient client)
    {
        using var response = await client.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello));
        var answer = await Scene.AnswerAsync(response);
        return answer.Status == 200 ? "200" : answer.Json.GetProperty("error").GetProperty("message").GetString()!.Split('\'')[1];
    }
}
