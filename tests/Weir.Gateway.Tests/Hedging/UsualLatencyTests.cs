using Weir.Gateway.Hedging;

namespace Weir.Gateway.Tests.Hedging;

public sealed class UsualLatencyTests
{
    /// <summary>Durations are kept in buckets: none is further off.</summary>
    private const double Off = 0.06;

    private readonly UsualLatency _latency = new();

    [Fact]
    public void Nothing_is_late_before_thirty_are_known()
    {
        Learn(29, 100);
        LateAfter().ShouldBeNull();

        Learn(1, 100);
        LateAfter().ShouldNotBeNull();
    }

    [Fact]
    public void What_hardly_differs_is_late_after_twice_the_median()
    {
        Learn(100, 100);

        ShouldBeNear(LateAfter(), 200);
    }

    [Fact]
    public void What_differs_is_late_after_the_95th_percentile()
    {
        // 100 … 10,000 ms, each as often, and as many that are quick: the median is 100.
        for (var i = 1; i <= 100; i++) Learn(1, 100 * i);
        Learn(100, 100);

        ShouldBeNear(LateAfter(), 9_000);
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(65, 256)]
    [InlineData(4_097, 16_384)]
    [InlineData(300_000, 10_000_000)]
    public void Requests_of_about_the_same_size_are_compared(long one, long other)
    {
        for (var i = 0; i < 30; i++) _latency.Add(LatencyKind.FirstToken, one, TimeSpan.FromSeconds(1));

        _latency.LateAfter(LatencyKind.FirstToken, other).ShouldNotBeNull();
        _latency.LateAfter(LatencyKind.FirstToken, 4 * other).HasValue.ShouldBe(other > 262_144);
        _latency.LateAfter(LatencyKind.WholeAnswer, one).ShouldBeNull();
    }

    /// <summary>Times of 100 ms and, exponentially distributed, 500 more: 95 of 100 are below 1,598 ms. All that are late are stopped.</summary>
    [Fact]
    public void Stopping_the_late_ones_does_not_make_the_limit_sink()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var took = TimeSpan.FromMilliseconds(100 - (500 * Math.Log(1 - random.NextDouble())));
            if (LateAfter() is { } limit && took > limit) _latency.AddAtLeast(LatencyKind.FirstToken, 10, limit);
            else _latency.Add(LatencyKind.FirstToken, 10, took);
        }

        LateAfter().ShouldNotBeNull().TotalMilliseconds.ShouldBeInRange(1_598 * 0.8, 1_598 * 1.2);
    }

    [Fact]
    public void What_was_stopped_before_it_was_late_says_nothing()
    {
        Learn(100, 100);
        var before = LateAfter();

        for (var i = 0; i < 1_000; i++) _latency.AddAtLeast(LatencyKind.FirstToken, 10, TimeSpan.FromMilliseconds(1));

        LateAfter().ShouldBe(before);
    }

    [Fact]
    public void A_deployment_that_has_become_slower_is_soon_not_late_any_more()
    {
        Learn(1_000, 100);
        Learn(1_000, 1_000);

        ShouldBeNear(LateAfter(), 2_000);
    }

    private void Learn(int times, double milliseconds)
    {
        for (var i = 0; i < times; i++) _latency.Add(LatencyKind.FirstToken, 10, TimeSpan.FromMilliseconds(milliseconds));
    }

    private TimeSpan? LateAfter() => _latency.LateAfter(LatencyKind.FirstToken, 10);

    private static void ShouldBeNear(TimeSpan? limit, double milliseconds) =>
        limit.ShouldNotBeNull().TotalMilliseconds.ShouldBeInRange(milliseconds * (1 - Off), milliseconds * (1 + Off));
}
