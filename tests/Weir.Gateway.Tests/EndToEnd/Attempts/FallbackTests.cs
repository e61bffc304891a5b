using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.Attempts.TwoProviders;

namespace Weir.Gateway.Tests.EndToEnd.Attempts;

/// <summary>Where a call goes when its first deployment fails it, by the kind of failure.</summary>
public sealed class FallbackTests
{
    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task What_the_same_deployment_would_not_mend_goes_elsewhere_at_once(int status)
    {
        await using var scene = await Scene.StartAsync(With());
        scene.Play(first: Fails(status));

        foreach (var body in (string[])[Scene.Hello, Scene.HelloStreamed])
        {
            var answer = await scene.ChatAsync(body);

            (answer.Status, answer.Headers["x-weir-deployment"], answer.Headers["x-weir-attempts"]).ShouldBe((200, "second", "2"));
            var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
            row.Deployment.ShouldBe("second");
            row.Attempts.Select(attempt => (attempt.Deployment, attempt.Status, attempt.Cost is null)).ShouldBe([("first", status, true), ("second", 200, false)]);
            row.Cost.ShouldBe(row.Attempts[1].Cost);
        }

        scene.Asked().ShouldBe((2, 2));
    }

    [Theory]
    [InlineData(400, "x")]
    [InlineData(422, "x")]
    [InlineData(400, "content_policy_violation")]
    public async Task What_the_request_is_to_blame_for_goes_nowhere(int status, string code)
    {
        await using var scene = await Scene.StartAsync(With());
        scene.Play(first: Fails(status, code));

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.ShouldBeError(status, code, scene);
        scene.Asked().ShouldBe((1, 0));
        scene.Ledger(answer.RequestId)!.Attempts.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("", "", true)] // Nobody knows: it is tried.
    [InlineData("context_window: 1000", "context_window: 100000", true)]
    [InlineData("context_window: 1000", "context_window: 1000", false)]
    public async Task A_request_that_is_too_long_goes_to_a_larger_context(string first, string second, bool goes)
    {
        await using var scene = await Scene.StartAsync(With(first: first, second: second));
        scene.Play(first: Fails(400, "context_length_exceeded"));

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.Status.ShouldBe(goes ? 200 : 400);
        if (!goes) answer.ShouldBeError(400, "context_length_exceeded", scene);
        scene.Asked().ShouldBe((1, goes ? 1 : 0));
    }

    [Fact]
    public async Task When_all_fail_the_client_is_told_what_the_first_one_said()
    {
        await using var scene = await Scene.StartAsync(With("retries: 0"));
        scene.Play(Fails(503, "first_busy", retryAfter: "7"), Fails(500, "second_broken"));

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.ShouldBeError(503, "first_busy", scene);
        answer.Headers["retry-after"].ShouldBe("7");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamError, 503, "first_busy");
        row.Attempts.Select(attempt => attempt.ErrorCode).ShouldBe(["first_busy", "second_broken"]);
        row.Cost.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_broken_before_its_first_content_is_not_seen()
    {
        await using var scene = await Scene.StartAsync(With("retries: 0"));
        scene.Play(first: async (http, _) =>
        {
            await ScriptedUpstream.EventsAsync(http, ScriptedUpstream.Chunk("""{"role":"assistant","content":""}"""));
            ScriptedUpstream.Cut();
        });

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        (answer.Status, answer.Headers["x-weir-deployment"]).ShouldBe((200, "second"));
        answer.Body.ShouldEndWith(ScriptedUpstream.Done);
        scene.Ledger(answer.RequestId)!.Attempts.Select(attempt => attempt.Outcome).ShouldBe([Outcome.Truncated, Outcome.Completed]);
    }

    [Fact]
    public async Task An_answer_that_is_held_back_whole_can_break_at_any_place()
    {
        await using var scene = await Scene.StartAsync(With("retries: 0, commit: full"));
        scene.Play(first: async (http, _) =>
        {
            await ScriptedUpstream.EventsAsync(http, ScriptedUpstream.Chunk("""{"content":"not "}"""), ScriptedUpstream.Chunk("""{"content":"this"}"""));
            ScriptedUpstream.Cut();
        });

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Headers["x-weir-deployment"].ShouldBe("second");
        answer.Body.ShouldNotContain("not ");
        answer.Body.ShouldEndWith(ScriptedUpstream.Done);
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        // Both were at work, and both are paid for.
        row.Attempts.ShouldAllBe(attempt => attempt.Cost > 0);
        row.Cost.ShouldBe(row.Attempts.Sum(attempt => attempt.Cost));
    }

    [Fact]
    public async Task A_loop_is_not_waited_for_to_its_end()
    {
        await using var scene = await Scene.StartAsync(With("retries: 0, commit: full, checks: [repetition]"));
        scene.Play(first: async (http, _) =>
        {
            await ScriptedUpstream.EventsAsync(http, Enumerable.Repeat(ScriptedUpstream.Chunk("{\"content\":\"on and \"}"), 1_000));
            await ScriptedUpstream.HangAsync(http);
        });

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Headers["x-weir-deployment"].ShouldBe("second");
        answer.Body.ShouldNotContain("on and ");
        answer.Body.ShouldEndWith(ScriptedUpstream.Done);
        await scene.Upstream.Seen[0].Gone.WaitAsync(TimeSpan.FromSeconds(10));
        scene.Ledger(answer.RequestId)!.Attempts.Select(attempt => attempt.ErrorCode).ShouldBe(["upstream_poor_answer", null]);
    }

    [Fact]
    public async Task Those_who_share_a_route_stand_in_for_each_other()
    {
        await using var scene = await Scene.StartAsync(With("retries: 0").Replace("route: [first], fallbacks: [second]", "route: [first, second]", StringComparison.Ordinal));
        scene.Play(first: Fails(503));

        for (var i = 0; i < 8; i++) (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);

        scene.Asked().First.ShouldBeGreaterThan(0);
        scene.Asked().Second.ShouldBe(8);
    }

    [Theory]
    [InlineData("supports: []", """{"model":"asked-model","tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"hi"}]}""", 200)]
    [InlineData("supports: [images]", """{"model":"asked-model","messages":[{"role":"user","content":"I say \"image_url\" and \"tools\""}]}""", 200)]
    public async Task A_request_goes_where_what_it_needs_is_offered(string first, string body, int status)
    {
        await using var scene = await Scene.StartAsync(With(first: first));
        scene.Play();

        (await scene.ChatAsync(body)).Status.ShouldBe(status);

        scene.Asked().ShouldBe(body.Contains("\"tools\":", StringComparison.Ordinal) ? (0, 1) : (1, 0));
    }

    [Fact]
    public async Task What_nobody_offers_is_refused_with_its_name()
    {
        await using var scene = await Scene.StartAsync(With(first: "supports: []", second: "supports: [images]"));

        var answer = await scene.ChatAsync("""{"model":"asked-model","tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"hi"}]}""");

        answer.ShouldBeError(400, "unsupported_parameter", scene).ShouldContain("tools");
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tenant_that_is_bound_to_a_region_is_answered_nowhere_else()
    {
        await using var scene = await Scene.StartAsync(With(first: "region: us", second: "region: eu", more: "tenants: { default: {}, acme: { regions: [eu] }, beta: { regions: [us] } }"));
        scene.Play(first: Fails(503));
        using var acme = scene.ClientWith(scene.CreateKey("a", "acme").Plaintext);
        using var beta = scene.ClientWith(scene.CreateKey("b", "beta").Plaintext);

        (await Scene.AnswerAsync(await acme.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello)))).Status.ShouldBe(200);
        scene.Asked().ShouldBe((0, 1));

        // Its only deployment fails, and the other region is no way out.
        (await Scene.AnswerAsync(await beta.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello)))).Status.ShouldBe(503);
        scene.Asked().Second.ShouldBe(1);
    }
}
