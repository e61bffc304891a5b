using Weir.Gateway.Scheduling.Concurrency;
using Weir.Testing;

namespace Weir.Gateway.Tests.Scheduling.Concurrency;

public sealed class LatencyPolicyTests
{
    private readonly LatencyPolicy _policy = new();
    private readonly Random _random = new(TestSeed.Value);
    private double _limit = 20;

    /// <summary>A server that works on 32 at a time and queues the others; requests of 100 to 8,000 tokens, so that idle first tokens differ twentyfold.</summary>
    [Fact]
    public void The_limit_settles_near_what_the_server_can_work_on_whatever_the_requests_lengths()
    {
        for (var i = 0; i < 200; i++) Answered(inFlight: 1, slots: 32);
        var settled = new List<double>();
        for (var i = 0; i < 20_000; i++)
        {
            // There is always more to do than the limit allows.
            Answered((int)_limit, slots: 32);
            if (i >= 5_000) settled.Add(_limit);
        }

        settled.Average().ShouldBeInRange(24, 80, $"seed {TestSeed.Value}");
        settled.Max().ShouldBeLessThan(130, $"seed {TestSeed.Value}");
    }

    [Fact]
    public void Long_requests_are_no_sign_of_load()
    {
        for (var i = 0; i < 500; i++) Answered(inFlight: 2, slots: 1_000);
        _limit = 100;
        for (var i = 0; i < 500; i++) Answered(inFlight: 100, slots: 1_000, tokens: 8_000);

        _limit.ShouldBeGreaterThan(100, $"seed {TestSeed.Value}");
    }

    [Fact]
    public void When_the_server_becomes_slower_the_limit_falls_and_when_it_recovers_it_rises()
    {
        for (var i = 0; i < 3_000; i++) Answered((int)Math.Min(_limit, 400), slots: 1_000);
        var before = _limit;
        for (var i = 0; i < 60; i++) Answered((int)_limit, slots: 1_000, slowness: 4);
        var slow = _limit;
        for (var i = 0; i < 2_000; i++) Answered((int)_limit, slots: 1_000);

        slow.ShouldBeLessThan(before / 2, $"seed {TestSeed.Value}");
        _limit.ShouldBeGreaterThan(slow * 1.5, $"seed {TestSeed.Value}");
    }

    [Fact]
    public void Where_few_are_under_way_the_limit_stays()
    {
        for (var i = 0; i < 100; i++) Answered(inFlight: 5, slots: 32);

        _limit.ShouldBe(20);
    }

    [Fact]
    public void A_refusal_takes_a_tenth_off_and_what_has_no_first_token_says_nothing()
    {
        _policy.Next(50, new SlotReport(TimeSpan.Zero, SlotOutcome.Overloaded, null, 100, 50)).ShouldBe(45);
        _policy.Next(50, new SlotReport(TimeSpan.Zero, SlotOutcome.Answered, null, 100, 50)).ShouldBe(50);
        _policy.Next(50, new SlotReport(TimeSpan.Zero, SlotOutcome.Untold, TimeSpan.FromSeconds(9), 100, 50)).ShouldBe(50);
    }

    private void Answered(int inFlight, int slots, int? tokens = null, double slowness = 1)
    {
        var length = tokens ?? _random.Next(100, 8_000);
        var work = (0.05 + (0.0003 * length)) * slowness;
        // Those beyond the slots wait for one: by Little's law in proportion to how many they are.
        var waiting = work * Math.Max(0, inFlight - slots) / slots * 2;
        var noise = 0.85 + (_random.NextDouble() * 0.3);
        var first = TimeSpan.FromSeconds((work + waiting) * noise);
        _limit = Math.Clamp(_policy.Next(_limit, new SlotReport(TimeSpan.Zero, SlotOutcome.Answered, first, length, inFlight)), 4, 1_000);
    }
}
