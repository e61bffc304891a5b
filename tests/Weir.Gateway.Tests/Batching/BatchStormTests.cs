using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Batching;

/// <summary>Clients that come, wait and hang up at random, before an upstream that fails at random: whoever stays has the vector of its own text, and the sums are right.</summary>
[Trait("Category", "Slow")]
public sealed class BatchStormTests(ITestOutputHelper output)
{
    private const int Clients = 200;

    [Fact]
    public async Task Whoever_stays_has_its_own_vector_and_nothing_is_paid_twice()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        await using var batch = await BatchScene.StartAsync(BatchScene.Configuration
            .Replace("retries: 0", "retries: 8", StringComparison.Ordinal).Replace("max: 64", "max: 7", StringComparison.Ordinal));
        batch.First = async (http, texts) =>
        {
            int draw;
            lock (random) draw = random.Next(10);
            if (draw > 1) return false;
            // Texts of one letter are refused, wherever they are.
            if (draw == 0 && texts.Any(text => text.Length == 1)) await ScriptedUpstream.JsonAsync(http, 400, """{"error":{"message":"too short","type":"invalid_request_error"}}""");
            else await ScriptedUpstream.JsonAsync(http, 500, """{"error":{"message":"oops"}}""");
            return true;
        };
        var plans = Enumerable.Range(0, Clients).Select(i => new Plan(
            new string((char)('a' + random.Next(26)), 1 + random.Next(2000)) + (i % 20 == 0 ? "" : $" {i}"),
            random.Next(4) == 0 ? ",\"dimensions\":3" : "",
            random.Next(5) == 0 ? random.Next(30) : null,
            random.Next(30))).ToArray();

        var running = plans.Select(plan => RunAsync(batch, plan)).ToArray();
        await Scene.UntilAsync(
            () =>
            {
                batch.Clock.Advance(TimeSpan.FromMilliseconds(3));
                return running.All(client => client.IsCompleted);
            },
            "all have been answered or have gone");
        var answered = (await Task.WhenAll(running)).OfType<Answer>().ToArray();
        await batch.ShouldBeEmptyAsync();

        answered.Length.ShouldBeGreaterThanOrEqualTo(plans.Count(plan => plan.HangsUpAfter is null));
        foreach (var answer in answered) batch.Scene.Ledger(answer.RequestId).ShouldNotBeNull().Status.ShouldBe(answer.Status);
        batch.Sizes.ShouldAllBe(size => size <= 7);
        batch.Sizes.ShouldContain(size => size > 1);
        batch.ShouldAddUpWhereAnswered();
    }

    private static async Task<Answer?> RunAsync(BatchScene batch, Plan plan)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(plan.ComesAt), batch.Clock);
        using var hangUp = new CancellationTokenSource(plan.HangsUpAfter is { } after ? TimeSpan.FromMilliseconds(after) : Timeout.InfiniteTimeSpan, batch.Clock);
        try
        {
            using var response = await batch.Scene.Client.SendAsync(Scene.Request("/v1/embeddings", BatchScene.Body(plan.Text, plan.More)), hangUp.Token);
            var answer = await Scene.AnswerAsync(response);
            if (answer.Status == 200) BatchScene.ShouldBeOf(answer, plan.Text);
            else answer.Error("message").ShouldBeOneOf("too short", "oops");
            return answer;
        }
        catch (OperationCanceledException) when (plan.HangsUpAfter is not null)
        {
            return null;
        }
    }

    /// <summary>What a client does.</summary>
    /// <param name="Text">Its text.</param>
    /// <param name="More">Members besides.</param>
    /// <param name="HangsUpAfter">Milliseconds that it waits for its answer; null waits to the end.</param>
    /// <param name="ComesAt">Milliseconds since the beginning.</param>
    private sealed record Plan(string Text, string More, int? HangsUpAfter, int ComesAt);
}
