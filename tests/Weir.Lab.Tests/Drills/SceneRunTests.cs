using Weir.Lab.Drills.Scenes;
using Weir.Testing;

namespace Weir.Lab.Tests.Drills;

[Collection(AloneCollection.Name)]
[Trait("Category", "Slow")]
public sealed class SceneRunTests
{
    /// <summary>What may pass on the clock between two things that happen at the same time.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(0.6);

    [Fact]
    public async Task A_scene_is_played_as_written_and_users_providers_and_ledger_agree()
    {
        var clock = new FakeTimeProvider();
        var scene = SceneResults.Scene with { Users = 6, Gap = TimeSpan.FromSeconds(3), Pace = "sim" };
        var phases = new List<TimeSpan>();
        var start = clock.GetUtcNow();
        await using var run = new SceneRun(scene, 1, clock) { PhaseBegins = _ => phases.Add(clock.GetUtcNow() - start) };
        await run.StartAsync(CancellationToken.None);

        var result = await QuietClock.RunAsync(clock, TimeSpan.FromMinutes(2), () => run.PlayAsync(CancellationToken.None));

        phases.Count.ShouldBe(3);
        for (var phase = 0; phase < phases.Count; phase++) phases[phase].ShouldBe(scene.StartOf(phase), tolerance: Near);
        result.Calls.Select(call => call.Intended).ShouldBe(Arrivals.Of(6, scene.Gap, scene.Duration, 1));
        result.LedgerRows.ShouldBe(result.Calls.Count);
        Demand.NothingDishonest.Measure(result).ShouldBe(0);
        result.CallsOf(0).Concat(result.CallsOf(2)).ShouldAllBe(call => call.Reply.IsWhole);
        result.Attempts["south"].ShouldAllBe(attempt => attempt.Fault == null);
        result.Attempts["north"].Where(attempt => attempt.Fault != null).ShouldNotBeEmpty();
        foreach (var attempt in result.Attempts["north"])
        {
            var at = attempt.At - start;
            if (phases.Any(phase => (phase - at).Duration() < Near)) continue;
            (attempt.Fault is not null).ShouldBe(at > phases[1] && at < phases[2]);
        }
    }
}
