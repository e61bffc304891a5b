using System.Globalization;
using Weir.Gateway.Configuration;
using Weir.Gateway.Health;
using Weir.Gateway.Ledger;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Tests.Ledger;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>However many clients leave, and whenever: nothing of their calls is left behind. WEIR_TEST_ROUNDS sets how many, 2,000 by default.</summary>
[Collection(nameof(AloneCollection))]
[Trait("Category", "Slow")]
public sealed class LeavingStormTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static int Rounds { get; } =
        Environment.GetEnvironmentVariable("WEIR_TEST_ROUNDS") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : 2_000;

    [Fact]
    public async Task Nothing_is_left_of_calls_whose_clients_have_left()
    {
        var seed = TestSeed.Value;
        output.WriteLine($"WEIR_TEST_SEED={seed}");
        await using var scene = await Scene.StartAsync(LeavingStorm.Configuration);
        using var pools = new PoolWatch();
        pools.Sees().ShouldBeTrue();
        var storm = new LeavingStorm(scene);

        // The first part fills what is kept for later: connections, pooled objects.
        var stayed = (await storm.RunAsync(0, Rounds / 4, seed)).ToList();
        await Scene.UntilAsync(() => scene.InFlight == 0, $"all have left, seed {seed}");
        var kept = pools.Out;
        stayed.AddRange(await storm.RunAsync(Rounds / 4, Rounds - (Rounds / 4), seed));

        await Scene.UntilAsync(() => scene.InFlight == 0, $"all have left, seed {seed}");
        ShouldHoldNothing(scene, seed);
        await Task.WhenAll(scene.Upstream.Seen.Where(request => request.Body.Contains("\"hang\"", StringComparison.Ordinal)).Select(request => request.Gone)).WaitAsync(Patience);
        ShouldBeInTheLedger(scene, stayed, seed);
        output.WriteLine($"buffers out: {kept}, then {pools.Out}");
        // The process has a few of its own under way; one lost with each hundredth call would be more.
        (pools.Out - kept).ShouldBeLessThan(Math.Max(10, Rounds / 100), $"seed {seed}");
    }

    private static void ShouldHoldNothing(Scene scene, int seed)
    {
        var (limits, healths) = (scene.Part<ConcurrencyLimits>(), scene.Part<DeploymentHealths>());
        foreach (var deployment in scene.Part<ConfigWatcher>().Current.Deployments.Values)
        {
            var (limit, health) = (limits.Of(deployment), healths.Of(deployment));
            (limit.InFlight, limit.Waiting).ShouldBe((0, 0), $"{deployment.Name}, seed {seed}");
            // With nobody inside, one that is not open has room: no trial is held.
            if (health.State != CircuitState.Open) health.TryEnter(out _).ShouldBeTrue($"{deployment.Name}, seed {seed}");
        }
    }

    private static void ShouldBeInTheLedger(Scene scene, IReadOnlyList<(string User, Answer Answer)> stayed, int seed)
    {
        var rows = scene.LedgerRows();
        var named = rows.Where(row => row.User is not null).ToLookup(row => row.User!);
        named.ShouldAllBe(group => group.Count() == 1, $"seed {seed}");
        rows.Where(row => row.User is null).ShouldAllBe(row => row.Attempts.Count == 0 && row.Cost == null, $"seed {seed}");
        foreach (var (user, answer) in stayed)
        {
            var row = named[user].Single();
            (row.Id, row.Status, row.Outcome == Outcome.Completed).ShouldBe((answer.RequestId, answer.Status, answer.Status == 200), $"{user}, seed {seed}: {answer.Body}");
        }
        foreach (var row in rows)
        {
            row.Attempts.Sum(attempt => attempt.Cost ?? 0).ShouldBe(row.Cost ?? 0, $"{row.User}, seed {seed}");
            row.Attempts.ShouldAllBe(attempt => attempt.EndedMicros >= attempt.StartedMicros && (attempt.Outcome != Outcome.UpstreamError || attempt.Cost == null), $"{row.User}, seed {seed}");
        }
        // What the upstreams were asked is what was recorded; what was given up while it was being sent may not have arrived.
        scene.Upstream.Seen.Count.ShouldBeLessThanOrEqualTo(rows.Sum(row => row.Attempts.Count), $"seed {seed}");
    }
}
