using Weir.Gateway.Batching;
using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.Batching;

/// <summary>Members of a batch that leave.</summary>
public sealed class BatchDisconnectTests
{
    [Fact]
    public async Task Whoever_opened_a_batch_may_leave_before_the_others()
    {
        await using var batch = await BatchScene.StartAsync();
        var release = new TaskCompletionSource();
        batch.First = async (_, _) =>
        {
            await release.Task;
            return false;
        };
        using var hangUp = new CancellationTokenSource();

        var leader = AskAsync(batch, "first", hangUp.Token);
        await batch.JoinedAsync(1);
        var other = batch.EmbedAsync("second");
        await batch.JoinedAsync(2);
        batch.PassWait();
        await Scene.UntilAsync(() => batch.Sizes.Count == 1, "the batch is sent");
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leader);
        release.SetResult();

        BatchScene.ShouldBeOf(await other, "second");
        (await other).Headers["x-weir-batched"].ShouldBe("2");
        batch.Scene.Upstream.Seen.Single().Gone.IsCompleted.ShouldBeFalse();
        var gone = (await batch.Scene.LedgerRowsAsync(2)).Single(row => row.Outcome == Outcome.ClientGone);
        // Its text was sent, and has its price.
        gone.Status.ShouldBe(499);
        gone.Cost.ShouldNotBeNull().ShouldBeGreaterThan(0);
        batch.ShouldAddUp();
        await batch.ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task Whoever_leaves_while_others_are_waited_for_is_not_sent()
    {
        await using var batch = await BatchScene.StartAsync();
        using var hangUp = new CancellationTokenSource();

        var leaving = AskAsync(batch, "leaving", hangUp.Token);
        await batch.JoinedAsync(1);
        Task<Answer>[] staying = [batch.EmbedAsync("one"), batch.EmbedAsync("two")];
        await batch.JoinedAsync(3);
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leaving);
        var answers = await batch.SendAsync(staying);

        answers.ShouldAllBe(answer => answer.Headers["x-weir-batched"] == "2");
        batch.Scene.Upstream.Seen.Single().Body.ShouldNotContain("leaving");
        var gone = (await batch.Scene.LedgerRowsAsync(3)).Single(row => row.Outcome == Outcome.ClientGone);
        (gone.Attempts.Count, gone.Cost).ShouldBe((0, null));
    }

    [Fact]
    public async Task The_upstream_is_stopped_when_nobody_is_left()
    {
        await using var batch = await BatchScene.StartAsync();
        batch.First = async (http, _) =>
        {
            await ScriptedUpstream.HangAsync(http);
            return true;
        };
        using var hangUp = new CancellationTokenSource();

        var calls = Enumerable.Range(0, 3).Select(i => AskAsync(batch, $"text {i}", hangUp.Token)).ToArray();
        await batch.JoinedAsync(3);
        batch.PassWait();
        await Scene.UntilAsync(() => batch.Sizes.Count == 1, "the batch is sent");
        await hangUp.CancelAsync();
        foreach (var call in calls) await Should.ThrowAsync<OperationCanceledException>(call);

        await batch.Scene.Upstream.Seen.Single().Gone.WaitAsync(TimeSpan.FromSeconds(30));
        var rows = await batch.Scene.LedgerRowsAsync(3);
        rows.ShouldAllBe(row => row.Outcome == Outcome.ClientGone && row.Attempts.Single().Outcome == Outcome.ClientGone);
        await batch.ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task When_all_leave_before_it_is_sent_the_upstream_hears_nothing()
    {
        await using var batch = await BatchScene.StartAsync();
        using var hangUp = new CancellationTokenSource();

        var call = AskAsync(batch, "text", hangUp.Token);
        await batch.JoinedAsync(1);
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        await Scene.UntilAsync(() => batch.Scene.Part<OpenBatches>().Waiting == 0, "it is known to have gone");
        batch.PassWait();

        (await batch.Scene.LedgerRowsAsync(1)).Single().Outcome.ShouldBe(Outcome.ClientGone);
        batch.Scene.Upstream.Seen.ShouldBeEmpty();
        await batch.ShouldBeEmptyAsync();
    }

    private static async Task AskAsync(BatchScene batch, string text, CancellationToken hangUp)
    {
        using var response = await batch.Scene.Client.SendAsync(Scene.Request("/v1/embeddings", BatchScene.Body(text)), hangUp);
    }
}
