using Weir.Dialects;
using Weir.Gateway.Coalescing;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.Rescue.RescueAssertions;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Rescue;

/// <summary>A stream that several clients share breaks once, and is brought to its end once, for all of them.</summary>
public sealed class SharedRescueTests
{
    private const int Clients = 6;

    [Theory]
    [InlineData("chat", "off")]
    [InlineData("chat", "vllm")]
    [InlineData("messages", "off")]
    [InlineData("gemini", "vllm")]
    public async Task All_are_given_the_whole_answer(string client, string prefill)
    {
        await using var scene = await RescueScene.StartAsync(RescueScene.DialectOf(client), prefill, coalesce: "all");

        var answers = await AskTogetherAsync(scene, client, from => RescueScene.Text[from..]);

        foreach (var answer in answers) ShouldBeWhole(answer, client);
        answers.Select(answer => answer.Body).Distinct().ShouldHaveSingleItem();
        scene.Upstream.Seen.Count.ShouldBe(2);
        var rows = await scene.LedgerRowsAsync(Clients);
        rows.ShouldAllBe(row => row.Outcome == Outcome.Completed);
        var leader = rows.Single(row => row.SharedWith is null);
        leader.Attempts.Select(attempt => attempt.Outcome).ShouldBe([Outcome.Truncated, Outcome.Completed]);
        rows.Where(row => row != leader).ShouldAllBe(row => row.SharedWith == leader.Id && row.Cost == 0);
    }

    [Fact]
    public async Task Where_nobody_can_go_on_all_are_told()
    {
        await using var scene = await RescueScene.StartAsync(Dialect.Chat, coalesce: "all");

        var answers = await AskTogetherAsync(scene, "chat", _ => "Something else, and a secret.");

        foreach (var answer in answers)
        {
            ShouldBeBroken(answer);
            answer.Body.ShouldNotContain("secret");
        }
    }

    /// <summary>Has all clients ask for the same; the first deployment breaks off once they are all there.</summary>
    private static async Task<Answer[]> AskTogetherAsync(Scene scene, string client, Func<int, string> rest)
    {
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Upstream.Behaviour = async (http, request) =>
        {
            if (!RescueScene.IsOf(request, "first-model"))
            {
                await RescueScene.SayAsync(http, rest(RescueScene.PrefillOf(request)?.Length ?? 0));
                return;
            }
            await EventsAsync(http, Speech.Begin(RescueScene.DialectOf(client), RescueScene.Words.Take(3)));
            await all.Task;
            Cut();
        };
        var calls = Enumerable.Range(0, Clients).Select(_ => scene.AskAsync(client)).ToArray();
        await Scene.UntilAsync(() => scene.Part<SharedAnswers>().Waiting == Clients, "all have come");
        all.SetResult();
        return await Task.WhenAll(calls);
    }
}
