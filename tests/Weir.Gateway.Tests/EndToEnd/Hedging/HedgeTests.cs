using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Attempts;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Hedging;

/// <summary>A call whose first attempt is late is sent elsewhere as well, and answered by whichever is first.</summary>
[Trait("Category", "Slow")]
public sealed class HedgeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(Scene.Hello, "probe")]
    [InlineData(Scene.Hello, "full")]
    [InlineData(Scene.HelloStreamed, "immediate")]
    [InlineData(Scene.HelloStreamed, "probe")]
    [InlineData(Scene.HelloStreamed, "full")]
    public async Task A_late_call_is_answered_by_another_deployment_and_both_are_paid_for(string body, string commit)
    {
        await using var scene = await HedgeScene.StartAsync(_clock, body, $"retries: 0, commit: {commit}");
        scene.Play(first: (http, _) => HangAsync(http));

        var call = scene.ChatAsync(body);
        var after = await scene.UntilHedgedAsync(_clock);
        var answer = await call;

        after.ShouldBeInRange(HedgeScene.Late * 0.94, HedgeScene.Late * 1.2);
        (answer.Status, answer.IsBrokenOff, answer.Headers["x-weir-deployment"], answer.Headers["x-weir-attempts"]).ShouldBe((200, false, "second", "2"));
        await scene.Upstream.Seen[40].Gone.WaitAsync(Patience);
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Attempts.Select(attempt => (attempt.Number, attempt.Deployment, attempt.Outcome, attempt.IsHedge))
            .ShouldBe([(1, "first", Outcome.Cancelled, false), (2, "second", Outcome.Completed, true)]);
        (row.Deployment, row.ModelAnswered).ShouldBe(("second", "upstream-model-2026"));
        ShouldBeTheSum(row);
        // It has read the prompt: a token for four bytes.
        (row.Attempts[0].UsageSource, row.Attempts[0].Usage.Input, row.Attempts[0].Usage.Output).ShouldBe((UsageSource.Estimated, (body.Length + 3) / 4, 0));
        await ShouldCountAsync(scene, "won");
        await scene.ShouldHoldNothingAsync();
    }

    /// <summary>Headers and a role come at once even from a server that has the call in a queue.</summary>
    [Theory]
    [InlineData("immediate")]
    [InlineData("probe")]
    public async Task A_stream_that_has_begun_without_content_is_late(string commit)
    {
        await using var scene = await HedgeScene.StartAsync(_clock, Scene.HelloStreamed, $"retries: 0, commit: {commit}");
        scene.Play(first: async (http, _) =>
        {
            await EventsAsync(http, Chunk("""{"role":"assistant","content":""}"""));
            await HangAsync(http);
        });

        var call = scene.ChatAsync(Scene.HelloStreamed);
        await scene.UntilHedgedAsync(_clock);
        var answer = await call;

        (answer.Status, answer.Body).ShouldBe((200, WholeStream(scene.Upstream.Seen[41]).Replace(UsageChunk, "", StringComparison.Ordinal)));
        await scene.Upstream.Seen[40].Gone.WaitAsync(Patience);
        ShouldBeTheSum(scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200));
        await scene.ShouldHoldNothingAsync();
    }

    [Theory]
    [InlineData(Scene.Hello)]
    [InlineData(Scene.HelloStreamed)]
    public async Task The_first_may_still_be_faster_and_the_hedge_is_stopped(string body)
    {
        await using var scene = await HedgeScene.StartAsync(_clock, body);
        var release = new TaskCompletionSource();
        scene.Play(first: async (http, request) =>
        {
            await release.Task;
            await TwoProviders.AnswerAsync(http, request);
        }, second: (http, _) => HangAsync(http));

        var call = scene.ChatAsync(body);
        await scene.UntilHedgedAsync(_clock);
        release.SetResult();
        var answer = await call;

        (answer.Status, answer.IsBrokenOff, answer.Headers["x-weir-deployment"], answer.Headers["x-weir-attempts"]).ShouldBe((200, false, "first", "2"));
        await scene.Upstream.Seen[41].Gone.WaitAsync(Patience);
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Attempts.Select(attempt => (attempt.Deployment, attempt.Outcome, attempt.IsHedge)).ShouldBe([("first", Outcome.Completed, false), ("second", Outcome.Cancelled, true)]);
        (row.Deployment, row.ModelAnswered).ShouldBe(("first", "upstream-model-2026"));
        ShouldBeTheSum(row);
        await ShouldCountAsync(scene, "lost");
        await scene.ShouldHoldNothingAsync();
    }

    [Theory]
    [InlineData(Scene.Hello)]
    [InlineData(Scene.HelloStreamed)]
    public async Task A_call_that_is_on_time_is_sent_once(string body)
    {
        await using var scene = await HedgeScene.StartAsync(_clock, body);
        await scene.LearnAsync(_clock, body, HedgeScene.Usual * 1.5, calls: 5);

        scene.Asked().ShouldBe((45, 0));
        scene.LedgerRows().ShouldAllBe(row => row.Attempts.Count == 1);
    }

    /// <summary>With <c>commit: full</c> the first content passes unseen; it is what counts all the same.</summary>
    [Fact]
    public async Task A_stream_whose_content_has_begun_is_not_late_however_long_it_is()
    {
        await using var scene = await HedgeScene.StartAsync(_clock, Scene.HelloStreamed, "retries: 0, commit: full");
        var release = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        scene.Play(first: async (http, request) =>
        {
            var whole = WholeStream(request);
            await EventsAsync(http, whole[..^Done.Length]);
            begun.SetResult();
            await release.Task;
            await SendAsync(http, Done);
        });

        var call = scene.ChatAsync(Scene.HelloStreamed);
        await begun.Task;
        var until = _clock.GetUtcNow() + (4 * HedgeScene.Late);
        await _clock.UntilAsync(() => _clock.GetUtcNow() > until, "the time is over");
        release.SetResult();

        (await call).Headers["x-weir-deployment"].ShouldBe("first");
        scene.Asked().Second.ShouldBe(0);
    }

    [Fact]
    public async Task A_long_request_is_not_late_when_it_takes_as_long_as_long_ones_do()
    {
        var longer = Scene.Hello.Replace("hi", new string('x', 20_000), StringComparison.Ordinal);
        await using var scene = await HedgeScene.StartAsync(_clock, Scene.Hello);
        await scene.LearnAsync(_clock, longer, HedgeScene.Usual * 10);
        await scene.LearnAsync(_clock, longer, HedgeScene.Usual * 15, calls: 1);
        scene.Asked().Second.ShouldBe(0);

        // What is usual for these is late for a short one.
        scene.Play(first: (http, _) => HangAsync(http));
        var call = scene.ChatAsync(Scene.Hello);
        (await scene.UntilHedgedAsync(_clock)).ShouldBeLessThan(HedgeScene.Usual * 10);
        (await call).Headers["x-weir-deployment"].ShouldBe("second");
    }

    [Fact]
    public async Task Where_too_little_is_known_nothing_is_late()
    {
        await using var scene = await Scene.StartAsync(TwoProviders.With("hedge: 5, retries: 0"), _clock);
        await scene.LearnAsync(_clock, Scene.Hello, HedgeScene.Usual, calls: 29);
        await scene.LearnAsync(_clock, Scene.Hello, HedgeScene.Usual * 30, calls: 1);

        scene.Asked().ShouldBe((30, 0));
    }

    [Fact]
    public async Task A_new_configuration_forgets_nothing_but_what_it_does_not_have()
    {
        await using var scene = await HedgeScene.StartAsync(_clock, Scene.Hello);
        (await scene.ReloadAsync(TwoProviders.With("hedge: 4, retries: 0"))).ShouldBeTrue();
        scene.Play(first: (http, _) => HangAsync(http));
        var call = scene.ChatAsync(Scene.Hello);
        await scene.UntilHedgedAsync(_clock);
        (await call).Status.ShouldBe(200);

        (await scene.ReloadAsync(Scene.Configuration)).ShouldBeTrue();
        (await scene.ReloadAsync(TwoProviders.With("hedge: 5, retries: 0"))).ShouldBeTrue();
        await scene.LearnAsync(_clock, Scene.Hello, HedgeScene.Usual * 30, calls: 5);
        scene.Asked().Second.ShouldBe(1);
    }

    private static void ShouldBeTheSum(CallRecord row)
    {
        row.Attempts.ShouldAllBe(attempt => attempt.Cost > 0);
        row.Cost.ShouldBe(row.Attempts.Sum(attempt => attempt.Cost));
        (row.Usage.Input, row.Usage.Output).ShouldBe((row.Attempts.Sum(attempt => attempt.Usage.Input), row.Attempts.Sum(attempt => attempt.Usage.Output)));
        row.UsageSource.ShouldBe(UsageSource.Estimated);
    }

    private static async Task ShouldCountAsync(Scene scene, string result) => (await scene.GetAsync("/metrics")).Body
        .ShouldContain($$"""weir_hedges_total{model="asked-model",deployment="second",result="{{result}}"} 1""");
}
