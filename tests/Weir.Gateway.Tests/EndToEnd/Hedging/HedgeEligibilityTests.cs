using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Attempts;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Hedging;

/// <summary>Which calls may be sent twice at the same time, and how many of them.</summary>
[Trait("Category", "Slow")]
public sealed class HedgeEligibilityTests
{
    private const string Vectors = """{"model":"asked-model","input":"hi"}""";
    private const string VectorsAnswer = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1]}],"model":"up","usage":{"prompt_tokens":2,"total_tokens":2}}""";

    private readonly FakeTimeProvider _clock = new();

    /// <summary>What names something that its provider keeps can be answered there alone; a key says that it must not be done twice.</summary>
    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"asked-model","messages":[{"role":"user","content":"hi"}]}""", "idempotency-key")]
    [InlineData("/v1/chat/completions", """{"model":"asked-model","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f1"}}]}]}""", null)]
    [InlineData("/v1/responses", """{"model":"asked-model","input":"hi","store":false,"conversation":"conv_1"}""", null)]
    [InlineData("/v1/moderations", """{"model":"asked-model","input":"hi"}""", null)]
    public async Task Some_calls_are_never_sent_twice(string path, string body, string? header)
    {
        await using var scene = await Scene.StartAsync(Everything, _clock);
        (string, string)[] headers = header is null ? [] : [(header, "k1")];
        scene.Play(first: (http, request) => LateAsync(http, request, HedgeScene.Usual));
        for (var i = 0; i < 40; i++) (await scene.PostAsync(path, body)).Status.ShouldBe(200);
        scene.Play(first: (http, request) => LateAsync(http, request, 10 * HedgeScene.Usual));

        (await scene.PostAsync(path, body, headers)).Headers["x-weir-deployment"].ShouldBe("first");

        scene.Asked().ShouldBe((41, 0));
    }

    [Fact]
    public async Task A_key_that_an_SDK_made_up_for_its_own_retries_says_nothing()
    {
        await using var scene = await Scene.StartAsync(TwoProviders.With("hedge: 5, retries: 0"), _clock);
        await scene.LearnAsync(_clock, Scene.Hello, HedgeScene.Usual);
        scene.Play(first: (http, _) => ScriptedUpstream.HangAsync(http));

        var call = scene.PostAsync("/v1/chat/completions", Scene.Hello, ("idempotency-key", "stainless-node-retry-4f1c"));
        await scene.UntilHedgedAsync(_clock);

        (await call).Headers["x-weir-deployment"].ShouldBe("second");
    }

    [Fact]
    public async Task Embeddings_may_be()
    {
        await using var scene = await Scene.StartAsync(TwoProviders.With("hedge: 5, retries: 0"), _clock);
        scene.Play(first: (http, request) => LateAsync(http, request, HedgeScene.Usual), second: (http, _) => ScriptedUpstream.JsonAsync(http, 200, VectorsAnswer));
        for (var i = 0; i < 40; i++) (await scene.PostAsync("/v1/embeddings", Vectors)).Status.ShouldBe(200);
        scene.Play(first: (http, _) => ScriptedUpstream.HangAsync(http), second: (http, _) => ScriptedUpstream.JsonAsync(http, 200, VectorsAnswer));

        var call = scene.PostAsync("/v1/embeddings", Vectors);
        await scene.UntilHedgedAsync(_clock);
        var answer = await call;

        (answer.Status, answer.Body, answer.Headers["x-weir-deployment"]).ShouldBe((200, VectorsAnswer, "second"));
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Attempts.Select(attempt => attempt.Outcome).ShouldBe([Outcome.Cancelled, Outcome.Completed]);
        row.Attempts[0].Usage.Output.ShouldBe(0);
    }

    [Fact]
    public async Task A_model_that_does_not_say_so_is_not_hedged()
    {
        await using var scene = await Scene.StartAsync(TwoProviders.With("retries: 0"), _clock);
        await scene.LearnAsync(_clock, Scene.Hello, HedgeScene.Usual);
        await scene.LearnAsync(_clock, Scene.Hello, HedgeScene.Usual * 30, calls: 5);

        scene.Asked().ShouldBe((45, 0));
    }

    [Theory]
    [InlineData("first", "other, same, away", "away")] // Of three that could, the one at another provider.
    [InlineData("first", "other, same", "other, same")] // At the same one where there is none.
    public async Task It_goes_to_another_provider_if_there_is_one(string route, string fallbacks, string expected)
    {
        await using var scene = await Scene.StartAsync(Providers(route, fallbacks), _clock);
        await scene.LearnAsync(_clock, Scene.Hello, HedgeScene.Usual);
        scene.Play(first: (http, _) => ScriptedUpstream.HangAsync(http));

        var call = scene.ChatAsync(Scene.Hello);
        await scene.UntilHedgedAsync(_clock);

        expected.Split(", ").ShouldContain((await call).Headers["x-weir-deployment"]);
    }

    [Fact]
    public async Task A_hedge_waits_for_no_room()
    {
        await using var scene = await Scene.StartAsync(TwoProviders.With("hedge: 5, retries: 0", second: "concurrency: { min: 1, max: 1 }"), _clock);
        await scene.LearnAsync(_clock, Scene.Hello, HedgeScene.Usual);
        var limit = scene.LimitOf("second");
        limit.TryEnter(new SlotRequest("another", CallPriority.Normal, TimeSpan.FromMinutes(1))).ShouldNotBeNull();

        await scene.LearnAsync(_clock, Scene.Hello, HedgeScene.Usual * 5, calls: 1);

        (scene.Asked(), limit.Waiting).ShouldBe(((41, 0), 0));
    }

    /// <summary>One call in ten is late, so that there are two where one may be sent twice.</summary>
    [Fact]
    public async Task Of_two_thousand_calls_no_more_than_five_in_a_hundred_are_sent_twice()
    {
        const int Calls = 2_000;
        await using var scene = await Scene.StartAsync(TwoProviders.With("hedge: 5, retries: 0"), _clock);
        var call = 0;
        scene.Play(first: (http, request) => LateAsync(http, request, Interlocked.Increment(ref call) % 10 == 0 ? TimeSpan.FromSeconds(5 + (call % 7)) : HedgeScene.Usual));

        for (var i = 0; i < Calls; i++) (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);

        var rows = scene.LedgerRows();
        rows.Count.ShouldBe(Calls);
        rows.Sum(row => row.Attempts.Count(attempt => attempt.IsHedge)).ShouldBeInRange(10, (Calls / 20) + 1);
        rows.ShouldAllBe(row => row.Attempts.Count <= 2);
    }

    private static readonly string Everything = TwoProviders.With("hedge: 5, retries: 0").Replace("price:", "max_output_tokens: 100, price:", StringComparison.Ordinal)
        .Replace("api_key: \"${UPSTREAM_KEY}\"", "api_key: \"${UPSTREAM_KEY}\", apis: [chat, responses]", StringComparison.Ordinal);

    private static string Providers(string route, string fallbacks) => $$"""
        providers:
          one: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
          two: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          first: { provider: one, model: first-model }
          other: { provider: one, model: other-model }
          same: { provider: one, model: same-model }
          away: { provider: two, model: away-model }
        models:
          asked-model: { route: [{{route}}], fallbacks: [{{fallbacks}}], hedge: 5, retries: 0 }
        """;

    private async Task LateAsync(HttpContext http, UpstreamRequest request, TimeSpan by)
    {
        _clock.Advance(by);
        if (request.Path.EndsWith("/embeddings", StringComparison.Ordinal)) await ScriptedUpstream.JsonAsync(http, 200, VectorsAnswer);
        else if (request.Path.EndsWith("/responses", StringComparison.Ordinal)) await ScriptedUpstream.JsonAsync(http, 200, """{"id":"resp_1","object":"response","status":"completed","model":"up","output":[{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}""");
        else await TwoProviders.AnswerAsync(http, request);
    }
}
