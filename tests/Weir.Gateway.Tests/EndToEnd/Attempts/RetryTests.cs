using System.Diagnostics;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.Attempts.TwoProviders;

namespace Weir.Gateway.Tests.EndToEnd.Attempts;

/// <summary>When the same deployment is asked again, how often, and how soon.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(408)]
    [InlineData(409)]
    public async Task A_failure_that_may_pass_is_tried_again_where_it_happened(int status)
    {
        await using var scene = await Scene.StartAsync(With());
        scene.Play(first: FailsFirst(2, Fails(status)));

        var answer = await scene.ChatAsync(Scene.Hello);

        (answer.Status, answer.Headers["x-weir-deployment"], answer.Headers["x-weir-attempts"]).ShouldBe((200, "first", "3"));
        scene.Asked().ShouldBe((3, 0));
        scene.Ledger(answer.RequestId)!.Attempts.Select(attempt => attempt.Status).ShouldBe([status, status, 200]);
    }

    [Fact]
    public async Task Retries_have_an_end()
    {
        await using var scene = await Scene.StartAsync(With());
        scene.Play(first: Fails(500));

        (await scene.ChatAsync(Scene.Hello)).Headers["x-weir-deployment"].ShouldBe("second");

        scene.Asked().ShouldBe((3, 1));
    }

    [Fact]
    public async Task A_model_without_retries_goes_elsewhere_at_once()
    {
        await using var scene = await Scene.StartAsync(With("retries: 0"));
        scene.Play(first: Fails(500));

        (await scene.ChatAsync(Scene.Hello)).Headers["x-weir-deployment"].ShouldBe("second");

        scene.Asked().ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_short_wait_that_the_upstream_asks_for_is_kept()
    {
        await using var scene = await Scene.StartAsync(With());
        scene.Play(first: FailsFirst(1, Fails(429, retryAfter: "1")));
        var watch = Stopwatch.StartNew();

        var answer = await scene.ChatAsync(Scene.Hello);

        (answer.Status, answer.Headers["x-weir-deployment"]).ShouldBe((200, "first"));
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
        scene.Asked().ShouldBe((2, 0));
    }

    [Fact]
    public async Task A_long_wait_is_taken_as_go_elsewhere()
    {
        await using var scene = await Scene.StartAsync(With());
        scene.Play(first: Fails(429, retryAfter: "6"));

        (await scene.ChatAsync(Scene.Hello)).Headers["x-weir-deployment"].ShouldBe("second");

        scene.Asked().ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_long_wait_where_there_is_nowhere_else_is_told_to_the_client()
    {
        await using var scene = await Scene.StartAsync(With().Replace(", fallbacks: [second]", "", StringComparison.Ordinal));
        scene.Play(first: Fails(429, retryAfter: "6"));

        var answer = await scene.ChatAsync(Scene.Hello);

        (answer.Status, answer.Headers["retry-after"]).ShouldBe((429, "6"));
        scene.Asked().ShouldBe((1, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silent_deployment_is_not_asked_twice(bool streamed)
    {
        await using var scene = await Scene.StartAsync(With(more: "timeouts: { first_byte: 300ms }"));
        scene.Play(first: (http, _) => ScriptedUpstream.HangAsync(http));

        var answer = await scene.ChatAsync(streamed ? Scene.HelloStreamed : Scene.Hello);

        (answer.Status, answer.Headers["x-weir-deployment"]).ShouldBe((200, "second"));
        scene.Asked().ShouldBe((1, 1));
        scene.Ledger(answer.RequestId)!.Attempts[0].Outcome.ShouldBe(Outcome.TimedOut);
        await scene.Upstream.Seen[0].Gone.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_first_token_that_is_late_is_not_waited_for_where_another_could_answer()
    {
        await using var scene = await Scene.StartAsync(With(more: "timeouts: { first_token: 300ms }"));
        scene.Play(first: async (http, _) =>
        {
            await ScriptedUpstream.EventsAsync(http, ScriptedUpstream.Chunk("""{"role":"assistant","content":""}"""));
            await ScriptedUpstream.HangAsync(http);
        });

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Headers["x-weir-deployment"].ShouldBe("second");
        scene.Ledger(answer.RequestId)!.Attempts[0].ErrorCode.ShouldBe("upstream_timeout");
    }
}
