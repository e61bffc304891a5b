using System.Text;
using Weir.Gateway.Coalescing;
using Weir.Gateway.Ledger;
using Weir.Testing;
using Xunit.Abstractions;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Clients that share answers and hang up at random moments: whoever stays has the whole answer, and the upstream was asked once for each question.</summary>
public sealed class CoalescingStormTests(ITestOutputHelper output)
{
    private const int Clients = 60;
    private const int Questions = 6;
    private const int Pieces = 40;

    private static readonly string Configuration = Scene.Configuration.Replace("retries: 0", "retries: 0, coalesce: deterministic", StringComparison.Ordinal);

    [Fact]
    public async Task Whoever_stays_has_the_whole_answer()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        await using var scene = await Scene.StartAsync(Configuration);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Upstream.Behaviour = async (http, request) =>
        {
            var question = Enumerable.Range(0, Questions).Single(number => request.Body.Contains($"question {number}!", StringComparison.Ordinal));
            await EventsAsync(http, PieceOf(question, 0));
            await release.Task;
            for (var piece = 1; piece < Pieces; piece++) await SendAsync(http, PieceOf(question, piece));
            await SendAsync(http, Chunk("{}", "\"stop\"") + Done);
        };
        // Of every question one client stays, so that no answer is left by all of them.
        var plans = Enumerable.Range(0, Clients).Select(client => (Question: client % Questions, HangsUpAt: client < Questions || random.Next(3) == 0 ? int.MaxValue : random.Next(1, Pieces))).ToArray();
        random.Shuffle(plans);

        var clients = plans.Select(plan => ReadAsync(scene, plan.Question, plan.HangsUpAt)).ToArray();
        await Scene.UntilAsync(() => scene.Part<SharedAnswers>().Waiting == Clients, "all have come");
        release.SetResult();
        var seen = await Task.WhenAll(clients);

        for (var i = 0; i < Clients; i++)
            if (plans[i].HangsUpAt == int.MaxValue) seen[i].ShouldBe(Whole(plans[i].Question));
        scene.Upstream.Seen.Count.ShouldBe(Questions);
        var rows = await scene.LedgerRowsAsync(Clients);
        rows.Count(row => row.SharedWith is null).ShouldBe(Questions);
        rows.ShouldAllBe(row => row.Outcome == Outcome.Completed || row.Outcome == Outcome.ClientGone);
        rows.Count(row => row.Outcome == Outcome.Completed).ShouldBeGreaterThanOrEqualTo(plans.Count(plan => plan.HangsUpAt == int.MaxValue));
        await Scene.UntilAsync(() => scene.InFlight == 0 && scene.Part<SharedAnswers>().Count == 0, "nothing is left of the calls");
    }

    /// <summary>Reads an answer to its end, or hangs up once a piece of it has come.</summary>
    private static async Task<string> ReadAsync(Scene scene, int question, int hangsUpAt)
    {
        using var reply = await scene.StreamAsync($$"""{"model":"asked-model","temperature":0,"stream":true,"messages":[{"role":"user","content":"question {{question}}!"}]}""");
        return hangsUpAt == int.MaxValue ? await reply.ToEndAsync() : await reply.UntilAsync($"piece {hangsUpAt} ");
    }

    private static string PieceOf(int question, int piece) => Chunk($$"""{"content":"{{question}} piece {{piece}} {{new string('x', 300)}}"}""");

    private static string Whole(int question)
    {
        var whole = new StringBuilder();
        for (var piece = 0; piece < Pieces; piece++) whole.Append(PieceOf(question, piece));
        return whole.Append(Chunk("{}", "\"stop\"")).Append(Done).ToString();
    }
}
