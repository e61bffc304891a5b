using Weir.Lab.Drills.Scenes;

namespace Weir.Lab.Tests.Drills;

public sealed class ArrivalsTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(10);

    [Fact]
    public void The_same_seed_gives_the_same_calls_and_another_seed_others()
    {
        var calls = Arrivals.Of(50, Gap, Duration, 7);

        Arrivals.Of(50, Gap, Duration, 7).ShouldBe(calls);
        Arrivals.Of(50, Gap, Duration, 8).ShouldNotBe(calls);
    }

    [Fact]
    public void Calls_are_in_order_and_within_the_scene()
    {
        var calls = Arrivals.Of(50, Gap, Duration, 7);

        calls.ShouldBeInOrder();
        calls.ShouldAllBe(at => at >= TimeSpan.Zero && at < Duration);
    }

    [Fact]
    public void Users_call_as_often_as_the_gap_says()
    {
        // 500 users for 600 s with a gap of 10 s: 30,000 calls, of which some 300 are chance.
        Arrivals.Of(500, Gap, Duration, 7).Count.ShouldBeInRange(29_000, 31_000);
    }

    [Fact]
    public void A_user_calls_in_bursts()
    {
        var calls = Arrivals.Of(1, Gap, Duration * 100, 7);
        var gaps = calls.Skip(1).Zip(calls, (next, one) => (next - one).TotalSeconds).ToList();

        var mean = gaps.Average();
        (Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean))) / mean).ShouldBe(1.46, tolerance: 0.1);
    }
}
