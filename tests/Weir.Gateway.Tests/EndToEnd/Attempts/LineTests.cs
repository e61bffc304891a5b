using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;
using Weir.Gateway.Health;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Upstream;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.Attempts.TwoProviders;
using UpstreamRequest = Weir.Testing.UpstreamRequest;

namespace Weir.Gateway.Tests.EndToEnd.Attempts;

/// <summary>Where a call waits, when it has to: nobody does where another has room, and not behind those who wait longer.</summary>
public sealed class LineTests
{
    private const string OneAtATime = "concurrency: { adapt: off, max: 1 }";

    private static readonly string Configuration = With(first: OneAtATime, second: OneAtATime).Replace("[first], fallbacks: [second]", "[first, second]", StringComparison.Ordinal);

    [Fact]
    public async Task A_call_goes_where_there_is_room_and_then_to_the_shortest_line()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        scene.Play(first: Until(first.Task), second: Until(second.Task));

        // One at each, one in each line: whoever comes fifth could only be served after two.
        var calls = new List<Task<Answer>>();
        for (var call = 0; call < 4; call++)
        {
            calls.Add(scene.ChatAsync(Scene.Hello));
            var (sent, waiting) = (Math.Min(call + 1, 2), Math.Max(0, call - 1));
            await Scene.UntilAsync(() => scene.Upstream.Seen.Count == sent && Limit(scene, "first").Waiting + Limit(scene, "second").Waiting == waiting, $"call {call} is where it belongs");
        }
        scene.Asked().ShouldBe((1, 1));
        (Limit(scene, "first").Waiting, Limit(scene, "second").Waiting).ShouldBe((1, 1));

        second.SetResult();
        await Scene.UntilAsync(() => calls.Count(call => call.IsCompleted) == 2, "those at the second are answered");
        scene.Asked().ShouldBe((1, 2));
        first.SetResult();
        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer.Status == 200);
        (await scene.LedgerRowsAsync(4)).ShouldAllBe(row => row.Outcome == Outcome.Completed && row.Attempts.Count == 1);
    }

    [Fact]
    public async Task A_call_waits_for_one_that_is_well_rather_than_go_to_one_that_fails()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        var first = new TaskCompletionSource();
        scene.Play(first: Until(first.Task), second: Fails(500));
        Break(scene, "second");
        var served = scene.ChatAsync(Scene.Hello);
        await Scene.UntilAsync(() => scene.Asked().First == 1, "the first is busy");

        var waits = scene.ChatAsync(Scene.Hello);
        await Scene.UntilAsync(() => Limit(scene, "first").Waiting == 1, "the call waits");
        first.SetResult();

        (await served).Status.ShouldBe(200);
        (await waits).Headers["x-weir-deployment"].ShouldBe("first");
        scene.Asked().ShouldBe((2, 0));
    }

    [Fact]
    public async Task A_call_that_found_one_busy_and_another_failing_comes_back_and_waits()
    {
        await using var scene = await Scene.StartAsync(With("retries: 0", first: OneAtATime));
        var first = new TaskCompletionSource();
        scene.Play(first: Until(first.Task), second: Fails(500));
        var served = scene.ChatAsync(Scene.Hello);
        await Scene.UntilAsync(() => scene.Asked() == (1, 0), "the first is busy");

        var comesBack = scene.ChatAsync(Scene.Hello);
        await Scene.UntilAsync(() => scene.Asked() == (1, 1) && Limit(scene, "first").Waiting == 1, "the second has failed, and the call waits");
        first.SetResult();

        (await served).Status.ShouldBe(200);
        var answer = await comesBack;
        (answer.Status, answer.Headers["x-weir-deployment"]).ShouldBe((200, "first"));
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200).Attempts.Count.ShouldBe(2);
    }

    private static Func<HttpContext, UpstreamRequest, Task> Until(Task signal) => async (http, request) =>
    {
        await signal;
        await AnswerAsync(http, request);
    };

    private static void Break(Scene scene, string deployment)
    {
        var health = scene.Part<DeploymentHealths>().Of(Deployment(scene, deployment));
        for (var i = 0; i < CircuitBreaker.FewestSamples; i++) health.Enter().Failed(FailureClass.ServerError);
    }

    private static DeploymentLimit Limit(Scene scene, string deployment) => scene.Part<ConcurrencyLimits>().Of(Deployment(scene, deployment));

    private static DeploymentModel Deployment(Scene scene, string name) => scene.Part<ConfigWatcher>().Current.Deployments[name];
}
