using Weir.Gateway.Health;
using Weir.Testing;

namespace Weir.Gateway.Tests.Health;

public sealed class CircuitBreakerTests
{
    /// <summary>No jitter.</summary>
    private static readonly Func<double> Middle = static () => 0.5;

    private TimeSpan _now = TimeSpan.FromHours(1);

    [Theory]
    // Of eight calls five failures are 31 % at least (Wilson, 95 %), four are 22 %.
    [InlineData(FailureFamily.Errors, 5, 3, true)]
    [InlineData(FailureFamily.Errors, 4, 4, false)]
    [InlineData(FailureFamily.Errors, 7, 0, false)]
    [InlineData(FailureFamily.Errors, 40, 60, true)]
    [InlineData(FailureFamily.Errors, 38, 62, false)]
    [InlineData(FailureFamily.Silence, 7, 1, true)]
    [InlineData(FailureFamily.Silence, 6, 2, false)]
    internal void It_opens_when_it_is_sure_that_too_many_fail(FailureFamily family, int failures, int successes, bool opens)
    {
        var breaker = new CircuitBreaker(family, Middle);
        for (var i = 0; i < successes; i++) breaker.Succeeded(_now, breaker.Epoch);
        for (var i = 0; i < failures; i++) breaker.Failed(_now, breaker.Epoch, family);

        breaker.StateAt(_now).ShouldBe(opens ? CircuitState.Open : CircuitState.Closed);
        breaker.HasRoom(_now).ShouldBe(!opens);
    }

    [Fact]
    public void Failures_of_the_other_family_are_calls_that_did_not_fail_in_this_one()
    {
        var breaker = new CircuitBreaker(FailureFamily.Errors, Middle);
        for (var i = 0; i < 50; i++) breaker.Failed(_now, breaker.Epoch, FailureFamily.Silence);

        breaker.StateAt(_now).ShouldBe(CircuitState.Closed);
        breaker.CountsAt(_now).ShouldBe((50, 0));
    }

    [Fact]
    public void Failures_are_forgotten_after_half_a_minute()
    {
        var breaker = new CircuitBreaker(FailureFamily.Errors, Middle);
        for (var i = 0; i < 7; i++) breaker.Failed(_now, breaker.Epoch, FailureFamily.Errors);
        _now += CircuitBreaker.Window;
        breaker.Failed(_now, breaker.Epoch, FailureFamily.Errors);

        breaker.StateAt(_now).ShouldBe(CircuitState.Closed);
    }

    /// <summary>Twenty calls a second, of which those that were sent before still succeed for a second and a half.</summary>
    [Theory]
    [InlineData(FailureFamily.Errors)]
    [InlineData(FailureFamily.Silence)]
    internal void Good_calls_of_before_do_not_vouch_for_one_that_has_just_gone_down(FailureFamily family)
    {
        var breaker = new CircuitBreaker(family, Middle);
        for (var call = 0; call < 600; call++, _now += TimeSpan.FromSeconds(0.05)) breaker.Succeeded(_now, breaker.Epoch);
        var down = _now;
        for (; breaker.StateAt(_now) == CircuitState.Closed; _now += TimeSpan.FromSeconds(0.05))
        {
            if (_now - down < TimeSpan.FromSeconds(1.5)) breaker.Succeeded(_now, breaker.Epoch);
            breaker.Failed(_now, breaker.Epoch, family);
        }

        (_now - down).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_streak_of_bad_luck_does_not_open_it()
    {
        var breaker = new CircuitBreaker(FailureFamily.Errors, Middle);
        // Of twenty calls a second two fail, and once in a while six of eight in a row.
        for (var call = 0; call < 10_000; call++, _now += TimeSpan.FromSeconds(0.05))
            if ((call + 250) % 500 is 0 or 1 or 2 or 4 or 5 or 6 || call % 10 == 0) breaker.Failed(_now, breaker.Epoch, FailureFamily.Errors);
            else breaker.Succeeded(_now, breaker.Epoch);

        breaker.Epoch.ShouldBe(0);
    }

    [Fact]
    public void Pauses_grow_and_stay_in_proportion_to_the_outage()
    {
        var breaker = Opened();
        var began = _now;
        var pauses = new List<double>();
        while (pauses.Count < 20)
        {
            var pause = breaker.OpenFor(_now);
            pauses.Add(pause.TotalSeconds);
            pause.ShouldBeLessThanOrEqualTo(Longer(TimeSpan.FromSeconds(20), (_now - began) / 4));
            _now += pause;
            breaker.StateAt(_now).ShouldBe(CircuitState.HalfOpen);
            FailATrial(breaker);
        }

        pauses.Take(6).ShouldBe([5, 10, 20, 20, 20, 20]);
        pauses[^1].ShouldBe(300);
    }

    [Theory]
    [InlineData(0, 4.5)]
    [InlineData(0.999999, 5.5)]
    public void Pauses_are_spread(double drawn, double seconds)
    {
        var breaker = Opened(() => drawn);

        breaker.OpenFor(_now).TotalSeconds.ShouldBe(seconds, 0.001);
    }

    [Fact]
    public void After_a_pause_one_call_goes_then_two_then_four_at_a_time_and_five_successes_close_it()
    {
        var breaker = Opened();
        _now += breaker.OpenFor(_now);

        EnterAll(breaker).ShouldBe(1);
        breaker.Succeeded(_now, breaker.Epoch);
        EnterAll(breaker).ShouldBe(2);
        breaker.Succeeded(_now, breaker.Epoch);
        breaker.Succeeded(_now, breaker.Epoch);
        EnterAll(breaker).ShouldBe(4);
        breaker.Succeeded(_now, breaker.Epoch);
        breaker.StateAt(_now).ShouldBe(CircuitState.HalfOpen);
        breaker.Succeeded(_now, breaker.Epoch);

        breaker.StateAt(_now).ShouldBe(CircuitState.Closed);
        breaker.CountsAt(_now).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(FailureFamily.Errors)]
    [InlineData(FailureFamily.Silence)]
    internal void A_trial_that_fails_in_any_way_opens_it_for_longer(FailureFamily family)
    {
        var breaker = Opened();
        _now += breaker.OpenFor(_now);
        breaker.Enter(_now);
        breaker.Failed(_now, breaker.Epoch, family);

        breaker.OpenFor(_now).ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void What_began_before_it_opened_says_nothing_about_now()
    {
        var breaker = new CircuitBreaker(FailureFamily.Errors, Middle);
        var before = breaker.Epoch;
        Fail(breaker);
        var pause = breaker.OpenFor(_now);
        _now += pause;
        breaker.Enter(_now);
        for (var i = 0; i < 10; i++) breaker.Succeeded(_now, before);
        breaker.Failed(_now, before, FailureFamily.Errors);
        breaker.Forget(before);

        breaker.StateAt(_now).ShouldBe(CircuitState.HalfOpen);
        breaker.HasRoom(_now).ShouldBeFalse();
    }

    [Fact]
    public void A_trial_without_a_verdict_makes_room_for_the_next()
    {
        var breaker = Opened();
        _now += breaker.OpenFor(_now);
        breaker.Enter(_now);
        breaker.HasRoom(_now).ShouldBeFalse();
        breaker.OpenFor(_now).ShouldBeGreaterThan(TimeSpan.Zero);

        breaker.Forget(breaker.Epoch);

        breaker.HasRoom(_now).ShouldBeTrue();
    }

    [Fact]
    public void A_trial_that_takes_long_does_not_hold_up_the_next()
    {
        var breaker = Opened();
        _now += breaker.OpenFor(_now);
        breaker.Enter(_now);

        breaker.HasRoom(_now + CircuitBreaker.TrialPatience - TimeSpan.FromTicks(1)).ShouldBeFalse();
        breaker.HasRoom(_now + CircuitBreaker.TrialPatience).ShouldBeTrue();
    }

    [Fact]
    public void A_minute_of_health_halves_the_next_pause()
    {
        var breaker = Opened();
        for (var i = 0; i < 2; i++)
        {
            _now += breaker.OpenFor(_now);
            FailATrial(breaker);
        }
        breaker.OpenFor(_now).ShouldBe(TimeSpan.FromSeconds(20));
        _now += breaker.OpenFor(_now);
        Close(breaker);

        _now += CircuitPause.Healing * 2;
        Fail(breaker);

        // Without health it would have been the fourth pause, twice as long as the third but for the bound.
        breaker.OpenFor(_now).ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_sign_of_life_shortens_a_long_pause_and_closes_nothing()
    {
        var breaker = Opened();
        breaker.Shorten(_now);
        breaker.OpenFor(_now).ShouldBe(CircuitPause.First);
        while (breaker.OpenFor(_now) < TimeSpan.FromSeconds(100))
        {
            _now += breaker.OpenFor(_now);
            FailATrial(breaker);
        }
        var pause = breaker.OpenFor(_now);

        breaker.Shorten(_now);

        breaker.OpenFor(_now).ShouldBe(pause / 4);
        _now += pause / 2;
        breaker.StateAt(_now).ShouldBe(CircuitState.HalfOpen);
    }

    [Fact]
    public void Calls_that_go_regardless_close_it_when_they_succeed()
    {
        var breaker = Opened();
        for (var i = 0; i < CircuitBreaker.SuccessesToClose; i++)
        {
            breaker.StateAt(_now).ShouldBe(CircuitState.Open);
            breaker.Enter(_now);
            breaker.Succeeded(_now, breaker.Epoch);
        }

        breaker.StateAt(_now).ShouldBe(CircuitState.Closed);
    }

    /// <summary>At one call in four seconds, whatever the jitter and wherever in a pause the provider comes back.</summary>
    [Fact]
    public void Recovery_is_noticed_within_half_a_minute_or_a_third_of_the_outage()
    {
        var random = new Random(TestSeed.Value);
        for (var round = 0; round < 500; round++)
        {
            var outage = TimeSpan.FromSeconds(60 + (random.NextDouble() * (round % 2 == 0 ? 0 : 1_000)));
            var breaker = new CircuitBreaker(FailureFamily.Errors, random.NextDouble);
            var (began, noticed) = (_now, TimeSpan.Zero);
            while (noticed == TimeSpan.Zero)
            {
                // A call is tried up to three times.
                for (var tries = 0; tries < 3 && breaker.HasRoom(_now); tries++)
                {
                    breaker.Enter(_now);
                    if (_now - began < outage)
                    {
                        breaker.Failed(_now, breaker.Epoch, FailureFamily.Errors);
                        continue;
                    }
                    noticed = _now - began - outage;
                    break;
                }
                _now += TimeSpan.FromSeconds(4);
            }
            noticed.ShouldBeLessThanOrEqualTo(Longer(TimeSpan.FromSeconds(30), outage / 3 + TimeSpan.FromSeconds(4)), $"seed {TestSeed.Value}, round {round}, outage {outage}");
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private CircuitBreaker Opened(Func<double>? random = null)
    {
        var breaker = new CircuitBreaker(FailureFamily.Errors, random ?? Middle);
        Fail(breaker);
        breaker.StateAt(_now).ShouldBe(CircuitState.Open);
        return breaker;
    }

    private void Fail(CircuitBreaker breaker)
    {
        for (var i = 0; i < CircuitBreaker.FewestSamples; i++) breaker.Failed(_now, breaker.Epoch, FailureFamily.Errors);
    }

    private void FailATrial(CircuitBreaker breaker)
    {
        breaker.HasRoom(_now).ShouldBeTrue();
        breaker.Enter(_now);
        breaker.Failed(_now, breaker.Epoch, FailureFamily.Errors);
    }

    private void Close(CircuitBreaker breaker)
    {
        for (var i = 0; i < CircuitBreaker.SuccessesToClose; i++)
        {
            breaker.Enter(_now);
            breaker.Succeeded(_now, breaker.Epoch);
        }
        breaker.StateAt(_now).ShouldBe(CircuitState.Closed);
    }

    /// <summary>Lets in as many as there is room for, into an empty one.</summary>
    private int EnterAll(CircuitBreaker breaker)
    {
        var entered = 0;
        for (; breaker.HasRoom(_now); entered++) breaker.Enter(_now);
        return entered;
    }
}
