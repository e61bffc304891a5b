using System.Diagnostics;
using Weir.Dialects;
using Weir.Gateway.Configuration;
using Weir.Gateway.Ledger;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Tests.EndToEnd.Matrix;
using Weir.Gateway.Tests.Ledger;
using Weir.Testing;
using Xunit.Abstractions;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Rescue;

/// <summary>A provider goes down with a thousand streams under way: every one of them is brought to its end, and nothing of it is left behind.</summary>
[Collection(nameof(AloneCollection))]
[Trait("Category", "Slow")]
public sealed class RescueStormTests(ITestOutputHelper output)
{
    private const int Streams = 1_000;

    private const string Configuration = """
        providers:
          one: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
          two: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        limits: { calls_in_flight: 2000 }
        deployments:
          first: { provider: one, model: first-model }
          also-first: { provider: one, model: first-model }
          second: { provider: two, model: second-model }
        models:
          asked-model: { route: [first], fallbacks: [second], retries: 0 }
          also-asked: { route: [also-first], fallbacks: [second], retries: 0 }
        """;

    [Fact]
    public async Task A_thousand_streams_that_are_cut_at_once_all_come_to_their_end()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        using var pools = new PoolWatch();
        pools.Sees().ShouldBeTrue();
        // The first thousand fill what is kept for later (connections, pooled objects), and open the circuit of their deployment.
        await CutAllAsync(scene, "also-asked");
        var (keptBuffers, keptBytes) = (pools.Out, GC.GetTotalMemory(forceFullCollection: true));

        var started = Stopwatch.GetTimestamp();
        await CutAllAsync(scene, "asked-model");
        output.WriteLine($"{Streams} streams rescued in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");

        var rows = await scene.LedgerRowsAsync(2 * Streams);
        rows.ShouldAllBe(row => row.Outcome == Outcome.Completed && row.Attempts.Count == 2);
        foreach (var deployment in scene.Part<ConfigWatcher>().Current.Deployments.Values)
            scene.Part<ConcurrencyLimits>().Of(deployment).InFlight.ShouldBe(0, deployment.Name);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - keptBytes;
        output.WriteLine($"buffers out: {keptBuffers}, then {pools.Out}; {grown:N0} bytes more");
        (pools.Out - keptBuffers).ShouldBeLessThan(Streams / 10);
        // The upstream's own list of requests and the rows read here are some 9 kB for each stream.
        grown.ShouldBeLessThan(Streams * 32_000L);
    }

    private static async Task CutAllAsync(Scene scene, string model)
    {
        var (waiting, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        scene.Upstream.Behaviour = async (http, request) =>
        {
            if (!RescueScene.IsOf(request, "first-model"))
            {
                await RescueScene.SayAsync(http, RescueScene.Words);
                return;
            }
            await EventsAsync(http, Speech.Begin(Dialect.Chat, RescueScene.Words.Take(3)));
            if (Interlocked.Increment(ref waiting) == Streams) all.SetResult();
            await all.Task.WaitAsync(TimeSpan.FromMinutes(2));
            Cut();
        };

        var asked = Scene.HelloStreamed.Replace("asked-model", model, StringComparison.Ordinal);
        var answers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => scene.ChatAsync(asked)));

        RescueAssertions.ShouldBeWhole(answers[0], "chat");
        // Read as JSON they would hold buffers of their own.
        answers.Select(answer => (answer.Status, answer.IsBrokenOff, answer.Body)).Distinct().ShouldHaveSingleItem();
        await Scene.UntilAsync(() => scene.InFlight == 0, "all have left");
    }
}
