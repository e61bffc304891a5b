using Weir.Gateway.Scheduling.Concurrency;

namespace Weir.Gateway.Tests.Scheduling.Concurrency;

public sealed class LossPolicyTests
{
    private readonly LossPolicy _policy = new();
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Until_something_is_refused_the_limit_grows_by_one_for_each_answer() => Answered(100, 10).ShouldBe(101);

    [Fact]
    public void A_refusal_takes_a_tenth_off_what_was_under_way()
    {
        Refused(10_000, inFlight: 50).ShouldBe(45);
        _now += TimeSpan.FromSeconds(1);
        Refused(45, inFlight: 40).ShouldBe(36);
    }

    [Fact]
    public void What_was_sent_before_a_cut_is_no_reason_for_the_next()
    {
        var limit = Refused(10_000, inFlight: 50);
        for (var inFlight = 60; inFlight > 45; inFlight--, _now += TimeSpan.FromSeconds(1)) Refused(limit, inFlight).ShouldBe(45);

        Refused(limit, inFlight: 45).ShouldBe(40.5);
    }

    [Theory]
    // One in thirty for an hour, and one in ten.
    [InlineData(30, true)]
    [InlineData(10, false)]
    public void A_few_refusals_are_borne(int oneIn, bool isBorne)
    {
        var limit = 100.0;
        for (var call = 1; call < 2_000; call++, _now += TimeSpan.FromSeconds(0.1))
        {
            limit = call % oneIn == 0 ? Refused(limit, 100) : Answered(limit, 100);
            if (isBorne) limit.ShouldBeGreaterThanOrEqualTo(100);
            else if (limit < 100) return;
        }

        isBorne.ShouldBeTrue();
    }

    [Fact]
    public void Those_that_are_refused_within_a_round_trip_count_once()
    {
        // A round trip is what first tokens take; a second, while that is unknown.
        Refused(100, 100).ShouldBe(90);
        _now += TimeSpan.FromMilliseconds(999);
        Refused(90, 90).ShouldBe(90);
        Answered(90, 90, TimeSpan.FromSeconds(4));
        _now += TimeSpan.FromSeconds(2.9);
        Refused(90, 90).ShouldBe(90);
        _now += TimeSpan.FromSeconds(0.2);
        Refused(90, 90).ShouldBe(81);
    }

    [Fact]
    public void After_a_refusal_a_limits_worth_of_answers_adds_one_and_after_a_quiet_minute_each_does()
    {
        var limit = Refused(100, 100);
        for (var i = 0; i < 90; i++) limit = Answered(limit, 90);
        limit.ShouldBe(91, 0.01);

        _now += LossPolicy.Quiet;
        Answered(limit, 90).ShouldBe(limit + 1);
    }

    [Fact]
    public void After_an_outage_the_limit_is_soon_back_where_the_refusals_began()
    {
        var limit = 200.0;
        for (var i = 0; i < 60; i++, _now += TimeSpan.FromSeconds(1)) limit = Math.Max(10, Refused(limit, (int)limit));
        limit.ShouldBe(10);

        _now += TimeSpan.FromSeconds(2);
        for (var i = 0; i < 170; i++) limit = Answered(limit, (int)limit);
        limit.ShouldBe(180);
        Answered(limit, (int)limit).ShouldBe(180 + (1 / 180.0), 1e-9);
    }

    [Fact]
    public void Other_failures_say_nothing() =>
        _policy.Next(50, new SlotReport(_now, SlotOutcome.Untold, null, 10, 50)).ShouldBe(50);

    /// <summary>A provider that takes 40 at a time, a gateway that starts at 1,000 with 100 that want to.</summary>
    [Fact]
    public void The_limit_settles_at_what_the_provider_takes()
    {
        const int Takes = 40;
        var (limit, refused, asked, lowest, highest) = (1_000.0, 0, 0, double.MaxValue, 0.0);
        for (var second = 0; second < 300; second++)
        {
            _now += TimeSpan.FromSeconds(1);
            var inFlight = Math.Min(100, (int)limit);
            for (var i = 0; i < inFlight; i++)
            {
                var tooMuch = i >= Takes;
                limit = Math.Clamp(tooMuch ? Refused(limit, inFlight) : Answered(limit, inFlight, TimeSpan.FromSeconds(0.9)), 10, 1_000);
                if (second < 60) continue;
                asked++;
                if (tooMuch) refused++;
            }
            if (second >= 60) (lowest, highest) = (Math.Min(lowest, limit), Math.Max(highest, limit));
        }

        lowest.ShouldBeGreaterThan(Takes * 0.85);
        highest.ShouldBeLessThan(Takes * 1.2);
        ((double)refused / asked).ShouldBeLessThan(LossPolicy.Borne);
    }

    /// <summary>A quarter of the calls is refused whatever their number: a quota that others use too, or bad luck.</summary>
    [Fact]
    public void Refusals_that_less_load_does_not_mend_do_not_hold_calls_back()
    {
        var (limit, lowest) = Suffer(SlotOutcome.Overloaded, seconds: 30);

        lowest.ShouldBeGreaterThan(200 * 0.75 * 0.85);
        limit.ShouldBeGreaterThan(200);

        // And when it is overload after all, it is cut as ever.
        for (var second = 0; second < 60; second++, _now += TimeSpan.FromSeconds(1))
            for (var i = 0; i < 5; i++) limit = Math.Max(10, Refused(limit, (int)limit));
        limit.ShouldBe(10);
    }

    [Fact]
    public void Silence_is_never_thought_to_be_bad_luck()
    {
        var (limit, _) = Suffer(SlotOutcome.Silent, seconds: 120);

        limit.ShouldBeLessThan(200 * 0.8);
    }

    /// <summary>A fourth of up to 200 calls a second comes to nothing, in the same way each.</summary>
    private (double Limit, double Lowest) Suffer(SlotOutcome outcome, int seconds)
    {
        var (limit, lowest) = (1_000.0, 1_000.0);
        for (var second = 0; second < seconds; second++)
        {
            _now += TimeSpan.FromSeconds(1);
            var inFlight = Math.Min(200, (int)limit);
            for (var i = 0; i < inFlight; i++)
            {
                limit = Math.Clamp(i % 4 == 0 ? Ended(limit, inFlight, outcome) : Answered(limit, inFlight, TimeSpan.FromSeconds(0.9)), 10, 1_000);
                lowest = Math.Min(lowest, limit);
            }
        }
        return (limit, lowest);
    }

    private double Answered(double limit, int inFlight, TimeSpan? firstToken = null) =>
        _policy.Next(limit, new SlotReport(_now, SlotOutcome.Answered, firstToken, 100, inFlight));

    private double Refused(double limit, int inFlight) => Ended(limit, inFlight, SlotOutcome.Overloaded);

    private double Ended(double limit, int inFlight, SlotOutcome outcome) => _policy.Next(limit, new SlotReport(_now, outcome, null, 100, inFlight));
}
