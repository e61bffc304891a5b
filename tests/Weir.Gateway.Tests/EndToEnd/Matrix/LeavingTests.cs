using Weir.Gateway.Configuration;
using Weir.Gateway.Health;
using Weir.Gateway.Ledger;
using Weir.Gateway.Scheduling;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>
/// A client that leaves while its call waits for something gives back what the call held. <see cref="DisconnectTests"/> has the
/// phases in which the upstream is at work, <see cref="Rescue.StreamRescueTests"/> the one in which another takes over.
/// </summary>
public sealed class LeavingTests
{
    private static readonly string OneAtATime = Scene.Configuration.Replace("model: upstream-model,", "model: upstream-model, concurrency: { max: 1 },", StringComparison.Ordinal);

    private static readonly string Retried = Scene.Configuration.Replace("retries: 0", "retries: 2", StringComparison.Ordinal);

    [Fact]
    public async Task In_the_line_for_room_the_place_is_given_up_and_nothing_is_sent()
    {
        await using var scene = await Scene.StartAsync(OneAtATime);
        scene.Upstream.Behaviour = (http, _) => HangAsync(http);
        var limit = LimitOf(scene);
        using var firstHangsUp = new CancellationTokenSource();
        using var secondHangsUp = new CancellationTokenSource();
        var first = scene.BeginChatAsync(Scene.Hello, firstHangsUp.Token);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the first call is sent");
        var second = scene.BeginChatAsync(Scene.HelloStreamed, secondHangsUp.Token);
        await Scene.UntilAsync(() => limit.Waiting == 1, "the second call waits");

        await secondHangsUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(second);
        var row = (await scene.LedgerRowsAsync(1)).Single().ShouldHaveEnded(Outcome.ClientGone, 499, "client_gone");
        (row.Attempts.Count, row.Cost, limit.Waiting, limit.InFlight).ShouldBe((0, null, 0, 1));
        scene.Upstream.Seen.Count.ShouldBe(1);

        await firstHangsUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        await Scene.UntilAsync(() => scene.InFlight == 0, "both have left");
        limit.InFlight.ShouldBe(0);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, ScriptedUpstream.Answer);
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task In_the_delay_before_a_retry_the_retry_is_not_made()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(Retried, clock);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 500, """{"error":{"message":"broken"}}""");
        var limit = LimitOf(scene);
        using var hangUp = new CancellationTokenSource();
        var call = scene.BeginChatAsync(Scene.HelloStreamed, hangUp.Token);
        // The attempt is over and the call is not: with the clock at rest it stays in the delay.
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1 && limit.InFlight == 0, "the first attempt has failed");

        await hangUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        var row = (await scene.LedgerRowsAsync(1)).Single();
        (row.Outcome, row.Status, row.ErrorCode, row.Cost).ShouldBe((Outcome.ClientGone, 499, "client_gone", null));
        row.Attempts.Single().Outcome.ShouldBe(Outcome.UpstreamError);
        await Scene.UntilAsync(() => scene.InFlight == 0, "the call has left");
        clock.Advance(TimeSpan.FromMinutes(1));
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_trial_of_a_circuit_is_free_for_the_next_call()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(Scene.Configuration, clock);
        scene.Upstream.Behaviour = (http, _) => HangAsync(http);
        var health = scene.Part<DeploymentHealths>().Of(scene.Part<ConfigWatcher>().Current.Deployments["big"]);
        health.Suspect(FailureFamily.Errors);
        clock.Advance(health.OpenFor);
        using var hangUp = new CancellationTokenSource();
        var call = scene.BeginChatAsync(Scene.Hello, hangUp.Token);
        // Not by their number: an open circuit is probed as well.
        await Scene.UntilAsync(() => scene.Upstream.Seen.Any(request => request.Path.EndsWith("/chat/completions", StringComparison.Ordinal)), "the trial is under way");
        health.TryEnter(out _).ShouldBeFalse();

        await hangUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        await Scene.UntilAsync(() => scene.InFlight == 0, "the call has left");
        health.State.ShouldBe(CircuitState.HalfOpen);
        health.TryEnter(out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Scene.Hello)]
    [InlineData(Scene.HelloStreamed)]
    public async Task At_the_end_the_answer_is_billed_whole(string body)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, request) => body == Scene.Hello ? JsonAsync(http, 200, ScriptedUpstream.Answer) : EventsAsync(http, WholeStream(request));

        using (var raw = await scene.RawAsync())
        {
            await raw.SendAsync(RawClient.Chat(scene.Key, body));
            await raw.ReadAnswerAsync();
            raw.Reset();
        }

        var row = (await scene.LedgerRowsAsync(1)).Single().ShouldHaveEnded(Outcome.Completed, 200);
        row.Cost.ShouldNotBeNull().ShouldBe(row.Attempts.Single().Cost!.Value);
        await Scene.UntilAsync(() => scene.InFlight == 0, "the call has left");
        LimitOf(scene).InFlight.ShouldBe(0);
    }

    private static DeploymentLimit LimitOf(Scene scene) => scene.Part<ConcurrencyLimits>().Of(scene.Part<ConfigWatcher>().Current.Deployments["big"]);
}
