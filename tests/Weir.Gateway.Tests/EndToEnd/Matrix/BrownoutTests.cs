using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.Ledger;
using Weir.Gateway.Upstream;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>
/// A provider at four fifths of its capacity has a fifth of it for half a minute. Retries must not keep it down afterwards
/// (Bronson et al., "Metastable Failures in Distributed Systems", HotOS 2021). The classes alone are tested by
/// <see cref="Scheduling.RetryStormTests"/>; here the calls go over sockets.
/// </summary>
[Collection(nameof(AloneCollection))]
[Trait("Category", "Slow")]
public sealed class BrownoutTests(ITestOutputHelper output)
{
    private const int CallsPerTick = 8;
    private const double MostAttempts = 1.25;

    /// <summary>The retry budget's own. It allows a fifth; ten retries are always allowed, but at this load that is less.</summary>
    private static readonly TimeSpan Window = RetryBudget.Window;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Begins = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Ends = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Recovered = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Stops = TimeSpan.FromSeconds(55);

    private static readonly string Configuration = Scene.With("timeouts: { first_byte: 2s, idle: 2s, connect: 2s, total: 4s }\nlimits: { deadline: 6s }")
        .Replace("retries: 0", "retries: 2", StringComparison.Ordinal);

    [Fact]
    public async Task A_provider_that_is_back_is_back_for_the_callers()
    {
        var (clock, upstream) = (new FakeTimeProvider(), new BrownoutUpstream());
        await using var scene = await Scene.StartAsync(Configuration, clock);
        scene.Upstream.Behaviour = (http, _) => upstream.AnswerAsync(http);
        var started = clock.GetUtcNow();

        var calls = await QuietClock.RunAsync(clock, TimeSpan.FromMinutes(2), () => PlayAsync(scene, upstream, clock));

        var rows = await scene.LedgerRowsAsync(calls.Count);
        var seconds = calls.GroupBy(call => (int)call.At.TotalSeconds).Select(second => $"{second.Key}: {second.Count(call => call.IsAnswered)}/{second.Count()}");
        output.WriteLine(string.Join(", ", seconds));
        ShareOf(calls, TimeSpan.Zero, Begins).ShouldBe(1);
        // The scene is worth nothing where the brownout does not hurt.
        ShareOf(calls, Begins + TimeSpan.FromSeconds(5), Ends).ShouldBeLessThan(0.6);
        ShareOf(calls, Recovered, Stops).ShouldBeGreaterThanOrEqualTo(0.95);
        for (var from = TimeSpan.Zero; from < Stops; from += Window)
        {
            var window = rows.Where(row => IsWithin(DateTimeOffset.UnixEpoch.AddMicroseconds(row.StartedAt) - started, from, from + Window)).ToList();
            output.WriteLine($"from {from}: {window.Average(row => (double)row.Attempts.Count):0.000} attempts per call");
            window.Average(row => (double)row.Attempts.Count).ShouldBeLessThanOrEqualTo(MostAttempts, $"from {from}");
        }
        rows.Count(row => row.Outcome == Outcome.Completed).ShouldBe(calls.Count(call => call.IsAnswered));
    }

    private static async Task<IReadOnlyList<(TimeSpan At, bool IsAnswered)>> PlayAsync(Scene scene, BrownoutUpstream upstream, TimeProvider clock)
    {
        var started = clock.GetUtcNow();
        var calls = new List<Task<(TimeSpan, bool)>>();
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync())
        {
            var now = clock.GetUtcNow() - started;
            upstream.IsBrownedOut = IsWithin(now, Begins, Ends);
            upstream.Tick();
            if (now < Stops) calls.AddRange(Enumerable.Range(0, CallsPerTick).Select(_ => CallAsync(scene, now)));
            else if (calls.TrueForAll(call => call.IsCompleted)) break;
        }
        return await Task.WhenAll(calls);
    }

    private static async Task<(TimeSpan At, bool IsAnswered)> CallAsync(Scene scene, TimeSpan at) => (at, (await scene.ChatAsync(Scene.Hello)).Status == 200);

    private static double ShareOf(IReadOnlyList<(TimeSpan At, bool IsAnswered)> calls, TimeSpan from, TimeSpan until) =>
        calls.Where(call => IsWithin(call.At, from, until)).Average(call => call.IsAnswered ? 1.0 : 0);

    private static bool IsWithin(TimeSpan at, TimeSpan from, TimeSpan until) => at >= from && at < until;
}
