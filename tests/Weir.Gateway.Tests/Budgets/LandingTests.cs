using Weir.Gateway.Configuration;
using Weir.Gateway.Ledger;
using Weir.Gateway.Scheduling;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>What becomes of calls whose budget has reached a step: what was chosen beforehand, and the client is told.</summary>
public sealed class LandingTests
{
    private const string Cold = """{"model":"asked-model","temperature":0,"messages":[{"role":"user","content":"hi"}]}""";

    /// <summary>The first call already is more than a millionth of the limit.</summary>
    private static string With(string step, string more = "") => $$"""
        providers:
          up: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: big-upstream, concurrency: { adapt: off, max: 1 }, price: { input: 1, output: 10 } }
          small: { provider: up, model: small-upstream, price: { input: 0.1, output: 1 } }
        models:
          asked-model: { route: [big], retries: 0, cached_answer: 1h }
          cheap: { route: [small], retries: 0 }
        tenants: { default: {}, other: {} }
        budgets:
          all: { usd: 1, for: { tenant: default }, steps: [{ percent: 0.0001, do: degrade, {{step}} }{{more}}] }
        """;

    [Fact]
    public async Task Another_model_answers()
    {
        await using var scene = await Scene.StartAsync(With("model: cheap"));

        var first = await scene.ChatAsync(Scene.Hello);
        var second = await scene.ChatAsync(Scene.Hello);

        first.Headers.ContainsKey("x-weir-degraded").ShouldBeFalse();
        second.Headers["x-weir-degraded"].ShouldBe("model=cheap; budget=all");
        scene.Upstream.Seen.Select(seen => seen.Body.Contains("small-upstream", StringComparison.Ordinal)).ShouldBe([false, true]);
        var row = scene.Ledger(second.RequestId).ShouldNotBeNull();
        (row.ModelAsked, row.Deployment, row.Outcome).ShouldBe(("asked-model", "small", Outcome.Completed));
    }

    [Fact]
    public async Task A_key_is_not_given_a_model_that_it_may_not_use()
    {
        await using var scene = await Scene.StartAsync(With("model: cheap"));
        using var client = scene.ClientWith(scene.CreateKey("narrow", models: ["asked-model"]).Plaintext);
        await scene.ChatAsync(Scene.Hello);

        using var response = await client.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello));
        var answer = await Scene.AnswerAsync(response);

        (answer.Status, answer.Headers["x-weir-deployment"], answer.Headers.ContainsKey("x-weir-degraded")).ShouldBe((200, "big", false));
    }

    [Fact]
    public async Task Nobody_is_given_vectors_of_another_model()
    {
        await using var scene = await Scene.StartAsync(With("model: cheap"));
        await scene.ChatAsync(Scene.Hello);

        await scene.PostAsync("/v1/embeddings", """{"model":"asked-model","input":"x"}""");

        scene.Upstream.Seen[^1].Body.ShouldContain("big-upstream");
    }

    [Fact]
    public async Task An_answer_that_was_kept_is_given_again()
    {
        await using var scene = await Scene.StartAsync(With("cached: true"));
        var first = await scene.ChatAsync(Cold);

        var again = await scene.ChatAsync(Cold);

        (again.Status, again.Body, again.Headers["x-weir-degraded"]).ShouldBe((200, first.Body, "cached; budget=all"));
        scene.Upstream.Seen.Count.ShouldBe(1);
        var row = scene.Ledger(again.RequestId).ShouldNotBeNull();
        (row.Outcome, row.ErrorCode, row.Attempts.Count).ShouldBe((Outcome.CachedAnswer, null, 0));
    }

    [Fact]
    public async Task Where_none_was_kept_the_next_landing_is_tried()
    {
        await using var scene = await Scene.StartAsync(With("cached: true", ", { percent: 0.0002, do: degrade, model: cheap }"));
        await scene.ChatAsync(Scene.Hello);

        var answer = await scene.ChatAsync(Cold);

        (answer.Status, answer.Headers["x-weir-degraded"]).ShouldBe((200, "model=cheap; budget=all"));
    }

    [Fact]
    public async Task A_kept_answer_is_given_where_anything_else_is_refused()
    {
        await using var scene = await Scene.StartAsync(With("cached: true", ", { percent: 0.0002, do: block }"));
        var first = await scene.ChatAsync(Cold);

        (await scene.ChatAsync(Cold)).Body.ShouldBe(first.Body);
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(402);
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_that_is_put_back_waits_behind_those_that_came_later()
    {
        await using var scene = await Scene.StartAsync(With("priority: low"));
        await scene.ChatAsync(Scene.Hello);
        var release = new TaskCompletionSource();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await release.Task;
            await ScriptedUpstream.JsonAsync(http, 200, ScriptedUpstream.Answer);
        };
        using var other = scene.ClientWith(scene.CreateKey("other", tenant: "other").Plaintext);
        var served = SendAsync(other, "served");
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 2, "one is served");

        var putBack = scene.ChatAsync(Scene.Hello.Replace("hi", "put back", StringComparison.Ordinal));
        await Scene.UntilAsync(() => Waiting(scene) == 1, "the one that is put back waits");
        var later = SendAsync(other, "later");
        await Scene.UntilAsync(() => Waiting(scene) == 2, "the later one waits too");
        release.SetResult();

        (await putBack).Headers["x-weir-degraded"].ShouldBe("priority=low; budget=all");
        await Task.WhenAll(served, later);
        scene.Upstream.Seen[2].Body.ShouldContain("later");
        scene.Upstream.Seen[3].Body.ShouldContain("put back");
    }

    private static int Waiting(Scene scene) => scene.Part<ConcurrencyLimits>().Of(scene.Part<ConfigWatcher>().Current.Deployments["big"]).Waiting;

    private static async Task SendAsync(HttpClient client, string text)
    {
        using var response = await client.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello.Replace("hi", text, StringComparison.Ordinal)));
        ((int)response.StatusCode).ShouldBe(200);
    }
}
