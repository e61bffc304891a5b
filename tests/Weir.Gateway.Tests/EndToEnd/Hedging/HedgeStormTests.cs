using System.Globalization;
using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Matrix;
using Weir.Gateway.Tests.Ledger;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.EndToEnd.Hedging;

/// <summary>However two attempts of a call run into each other: one answer or a clean error, all of it in the ledger, nothing left behind. WEIR_TEST_ROUNDS sets how many calls, 600 by default.</summary>
[Collection(nameof(AloneCollection))]
[Trait("Category", "Slow")]
public sealed class HedgeStormTests(ITestOutputHelper output)
{
    private static int Rounds { get; } =
        Environment.GetEnvironmentVariable("WEIR_TEST_ROUNDS") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : 600;

    [Fact]
    public async Task Whoever_wins_the_client_and_the_ledger_agree_and_nothing_is_left()
    {
        var seed = TestSeed.Value;
        output.WriteLine($"WEIR_TEST_SEED={seed}");
        await using var scene = await Scene.StartAsync(HedgeStorm.Configuration);
        using var pools = new PoolWatch();
        pools.Sees().ShouldBeTrue();
        var storm = new HedgeStorm(scene);

        // The first part fills what is kept for later: connections, pooled objects.
        var stayed = (await storm.RunAsync(0, Rounds / 4, seed)).ToList();
        await Scene.UntilAsync(() => scene.InFlight == 0, $"all calls have ended, seed {seed}");
        var kept = pools.Out;
        stayed.AddRange(await storm.RunAsync(Rounds / 4, Rounds - (Rounds / 4), seed));

        await scene.ShouldHoldNothingAsync();
        await Scene.UntilAsync(() => storm.AtWork == 0, $"no upstream is at work, seed {seed}");
        // Before the answers are looked at, which takes buffers too.
        var left = pools.Out;
        output.WriteLine($"buffers out: {kept}, then {left}");
        (left - kept).ShouldBeLessThan(Math.Max(10, Rounds / 50), $"seed {seed}");
        ShouldBeInTheLedger(scene, stayed, seed);
    }

    private static void ShouldBeInTheLedger(Scene scene, IReadOnlyList<(string User, bool Streamed, Answer Answer)> stayed, int seed)
    {
        var rows = scene.LedgerRows();
        var named = rows.Where(row => row.User is not null).ToLookup(row => row.User!);
        named.ShouldAllBe(group => group.Count() == 1, $"seed {seed}");
        foreach (var (user, streamed, answer) in stayed) ShouldAgree(named[user].Single(), streamed, answer, $"{user}, seed {seed}: {answer.Body}");
        foreach (var row in rows) ShouldBeSound(row, $"{row.User}, seed {seed}");
        // What was given up while it was being sent may not have arrived.
        scene.Upstream.Seen.Count.ShouldBeLessThanOrEqualTo(rows.Sum(row => row.Attempts.Count), $"seed {seed}");
        var hedges = rows.SelectMany(row => row.Attempts).Where(attempt => attempt.IsHedge).ToList();
        // Otherwise this would have tested nothing.
        hedges.Count.ShouldBeGreaterThan(Rounds / 10, $"seed {seed}");
        hedges.ShouldContain(hedge => hedge.Outcome == Outcome.Completed, $"seed {seed}");
        hedges.ShouldContain(hedge => hedge.Outcome == Outcome.Cancelled, $"seed {seed}");
    }

    private static void ShouldAgree(CallRecord row, bool streamed, Answer answer, string what)
    {
        (row.Id, row.Status).ShouldBe((answer.RequestId, answer.Status), what);
        var isWhole = answer.Status == 200 && !answer.IsBrokenOff;
        (row.Outcome == Outcome.Completed).ShouldBe(isWhole, what);
        if (isWhole && streamed) (TextOf(answer.Body), answer.Body.EndsWith(ScriptedUpstream.Done, StringComparison.Ordinal)).ShouldBe(("Hello", true), what);
        else if (isWhole) answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!.ShouldStartWith("Hello", customMessage: what);
        else answer.Body.ShouldContain("\"error\":", customMessage: what);
        // A stream that broke was begun by one and ended by another.
        if (isWhole && row.Attempts.TrueForAll(attempt => attempt.Outcome != Outcome.Truncated)) row.Deployment.ShouldBe(answer.Headers["x-weir-deployment"], what);
    }

    private static void ShouldBeSound(CallRecord row, string what)
    {
        row.Attempts.Sum(attempt => attempt.Cost ?? 0).ShouldBe(row.Cost ?? 0, what);
        row.Attempts.Select(attempt => attempt.Number).ShouldBe(Enumerable.Range(1, row.Attempts.Count), what);
        row.Attempts.ShouldAllBe(attempt => attempt.EndedMicros >= attempt.StartedMicros && attempt.EndedMicros <= row.DurationMicros, what);
        row.Attempts.Count(attempt => attempt.IsHedge).ShouldBeLessThanOrEqualTo(1, what);
        row.Attempts.Count(attempt => attempt.Outcome == Outcome.Completed).ShouldBe(row.Outcome == Outcome.Completed ? 1 : 0, what);
    }

    private static string TextOf(string stream) =>
        string.Concat(stream.Split("\"content\":\"")[1..].Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]));
}
