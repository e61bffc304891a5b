using Microsoft.AspNetCore.Http;
using Weir.Gateway.Health;
using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Attempts;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.Attempts.TwoProviders;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Hedging;

/// <summary>What becomes of a call that has two attempts under way when one of them fails, both do, or nobody waits any more.</summary>
[Trait("Category", "Slow")]
public sealed class HedgeFailureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource _first = new();
    private readonly TaskCompletionSource _second = new();

    [Theory]
    [InlineData(Scene.Hello)]
    [InlineData(Scene.HelloStreamed)]
    public async Task When_the_first_fails_the_hedge_is_the_next_attempt(string body)
    {
        await using var scene = await RacingAsync(body, first: Fails(500), second: AnswerAsync);

        var call = scene.ChatAsync(body);
        await scene.UntilHedgedAsync(_clock);
        _first.SetResult();
        // Retries are allowed, and none is made: there is somebody already.
        await Scene.UntilAsync(() => scene.InFlightAt("first") == 0, "the first has failed");
        _second.SetResult();
        var answer = await call;

        (answer.Status, answer.Headers["x-weir-deployment"], answer.Headers["x-weir-attempts"]).ShouldBe((200, "second", "2"));
        scene.Asked().ShouldBe((41, 1));
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Attempts.Select(attempt => (attempt.Deployment, attempt.Outcome, attempt.Cost is null)).ShouldBe([("first", Outcome.UpstreamError, true), ("second", Outcome.Completed, false)]);
        row.Cost.ShouldBe(row.Attempts[1].Cost);
        await scene.ShouldHoldNothingAsync();
    }

    [Theory]
    [InlineData(Scene.Hello)]
    [InlineData(Scene.HelloStreamed)]
    public async Task When_the_hedge_fails_the_first_is_waited_for(string body)
    {
        await using var scene = await RacingAsync(body, first: AnswerAsync, second: Fails(503));

        var call = scene.ChatAsync(body);
        await scene.UntilHedgedAsync(_clock);
        _second.SetResult();
        await Scene.UntilAsync(() => scene.InFlightAt("second") == 0, "the hedge has failed");
        _first.SetResult();
        var answer = await call;

        (answer.Status, answer.Headers["x-weir-deployment"], answer.Headers["x-weir-attempts"]).ShouldBe((200, "first", "2"));
        scene.Asked().ShouldBe((41, 1));
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Attempts.Select(attempt => (attempt.Outcome, attempt.Status)).ShouldBe([(Outcome.Completed, 200), (Outcome.UpstreamError, 503)]);
        row.Cost.ShouldBe(row.Attempts[0].Cost);
        (await scene.GetAsync("/metrics")).Body.ShouldContain("""weir_hedges_total{model="asked-model",deployment="second",result="failed"} 1""");
        await scene.ShouldHoldNothingAsync();
    }

    /// <summary>What is told is what the first said, as without a hedge.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_both_fail_the_client_is_told_of_the_first(bool firstIsFirst)
    {
        await using var scene = await RacingAsync(Scene.Hello, first: Fails(503, "first_down"), second: Fails(503, "second_down"), model: "retries: 0");

        var call = scene.ChatAsync(Scene.Hello);
        await scene.UntilHedgedAsync(_clock);
        (firstIsFirst ? _first : _second).SetResult();
        await Scene.UntilAsync(() => scene.InFlightAt(firstIsFirst ? "first" : "second") == 0, "one has failed");
        (firstIsFirst ? _second : _first).SetResult();
        var answer = await call;

        answer.ShouldBeError(503, "first_down", scene);
        scene.Asked().ShouldBe((41, 1));
        var row = scene.Ledger(answer.RequestId)!;
        (row.Outcome, row.Cost).ShouldBe((Outcome.UpstreamError, null));
        row.Attempts.Select(attempt => (attempt.Deployment, attempt.Outcome, attempt.ErrorCode)).ShouldBe([("first", Outcome.UpstreamError, "first_down"), ("second", Outcome.UpstreamError, "second_down")]);
        await scene.ShouldHoldNothingAsync();
    }

    [Fact]
    public async Task When_both_fail_the_last_is_tried_again_as_ever()
    {
        await using var scene = await RacingAsync(Scene.Hello, first: Fails(500), second: FailsFirst(1, Fails(500)), model: "retries: 1");

        var call = scene.ChatAsync(Scene.Hello);
        await scene.UntilHedgedAsync(_clock);
        _first.SetResult();
        await Scene.UntilAsync(() => scene.InFlightAt("first") == 0, "the first has failed");
        _second.SetResult();
        await _clock.UntilAsync(() => call.IsCompleted, "the call is over");
        var answer = await call;

        (answer.Status, answer.Headers["x-weir-deployment"], answer.Headers["x-weir-attempts"]).ShouldBe((200, "second", "3"));
        scene.Ledger(answer.RequestId)!.Attempts.Select(attempt => (attempt.Deployment, attempt.Outcome, attempt.IsHedge))
            .ShouldBe([("first", Outcome.UpstreamError, false), ("second", Outcome.UpstreamError, true), ("second", Outcome.Completed, false)]);
    }

    /// <summary>The hedge was sent before anybody knew; its answer would go round what the first said.</summary>
    [Theory]
    [InlineData(400, "content_policy_violation")]
    [InlineData(422, "x")]
    public async Task A_refusal_of_the_firsts_is_not_got_round(int status, string code)
    {
        await using var scene = await RacingAsync(Scene.Hello, first: Fails(status, code), second: (http, _) => HangAsync(http));

        var call = scene.ChatAsync(Scene.Hello);
        await scene.UntilHedgedAsync(_clock);
        _second.SetResult();
        _first.SetResult();
        var answer = await call;

        answer.ShouldBeError(status, code, scene);
        await scene.Upstream.Seen[41].Gone.WaitAsync(Patience);
        scene.Ledger(answer.RequestId)!.Attempts.Select(attempt => attempt.Outcome).ShouldBe([Outcome.UpstreamError, Outcome.Cancelled]);
        await scene.ShouldHoldNothingAsync();
    }

    [Theory]
    [InlineData(Scene.Hello)]
    [InlineData(Scene.HelloStreamed)]
    public async Task A_client_that_leaves_stops_both(string body)
    {
        await using var scene = await RacingAsync(body, first: AnswerAsync, second: AnswerAsync);
        using var hangUp = new CancellationTokenSource();

        var call = scene.BeginChatAsync(body, hangUp.Token);
        await scene.UntilHedgedAsync(_clock);
        await hangUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        await Task.WhenAll(scene.Upstream.Seen.Skip(40).Select(request => request.Gone)).WaitAsync(Patience);
        var row = (await scene.LedgerRowsAsync(41))[^1];
        (row.Outcome, row.Status, row.ErrorCode).ShouldBe((Outcome.ClientGone, 499, "client_gone"));
        row.Attempts.Count.ShouldBe(2);
        row.Attempts.ShouldContain(attempt => attempt.Outcome == Outcome.ClientGone);
        row.Attempts.ShouldAllBe(attempt => attempt.Outcome == Outcome.ClientGone || attempt.Outcome == Outcome.Cancelled);
        await scene.ShouldHoldNothingAsync();
        _first.SetResult();
        _second.SetResult();
    }

    [Fact]
    public async Task The_deadline_ends_both()
    {
        await using var scene = await RacingAsync(Scene.Hello, first: AnswerAsync, second: AnswerAsync);

        var call = scene.ChatAsync(Scene.Hello, ("x-weir-timeout", "1s"));
        await scene.UntilHedgedAsync(_clock);
        await _clock.UntilAsync(() => call.IsCompleted, "the call is over");
        var answer = await call;

        answer.Status.ShouldBe(504);
        await Task.WhenAll(scene.Upstream.Seen.Skip(40).Select(request => request.Gone)).WaitAsync(Patience);
        var row = scene.Ledger(answer.RequestId)!;
        row.Outcome.ShouldBe(Outcome.TimedOut);
        row.DurationMicros.ShouldBeInRange(1_000_000, 1_100_000);
        await scene.ShouldHoldNothingAsync();
        _first.SetResult();
        _second.SetResult();
    }

    /// <summary>It was late, and that is all that is known of it.</summary>
    [Fact]
    public async Task A_deployment_that_was_overtaken_is_blamed_for_nothing()
    {
        await using var scene = await RacingAsync(Scene.Hello, first: AnswerAsync, second: AnswerAsync);
        var before = scene.HealthOf("first").Counts;
        _second.SetResult();

        var call = scene.ChatAsync(Scene.Hello);
        await scene.UntilHedgedAsync(_clock);
        (await call).Status.ShouldBe(200);

        scene.HealthOf("first").Counts.Failures.ShouldBe(before.Failures);
        scene.HealthOf("first").State.ShouldBe(CircuitState.Closed);
        _first.SetResult();
    }

    /// <summary>A scene in which each deployment does what it is told once its source is set.</summary>
    private async Task<Scene> RacingAsync(
        string body,
        Func<HttpContext, UpstreamRequest, Task> first,
        Func<HttpContext, UpstreamRequest, Task> second,
        string model = "retries: 2")
    {
        var scene = await HedgeScene.StartAsync(_clock, body, model);
        scene.Play(
            first: async (http, request) =>
            {
                await _first.Task;
                await first(http, request);
            },
            second: async (http, request) =>
            {
                await _second.Task;
                await second(http, request);
            });
        return scene;
    }
}
