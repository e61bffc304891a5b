using Weir.Gateway.Limits;
using Weir.Testing;

namespace Weir.Gateway.Tests.Limits;

public sealed class RateWindowTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RateWindow _minute = RateWindow.OfMinute(100);
    private readonly RateWindow _day = RateWindow.OfDay(1000);

    [Fact]
    public void What_was_counted_has_left_after_a_minute_and_a_second_at_the_latest_and_never_before_a_minute_is_over()
    {
        _minute.Reserve(100, 0, At(0.9));

        _minute.Used(At(60.9)).ShouldBe(100);
        _minute.Used(At(61)).ShouldBe(0);
    }

    [Fact]
    public void Limits_do_not_begin_anew_at_full_minutes()
    {
        _minute.Reserve(60, 0, At(50));
        _minute.Reserve(40, 0, At(59));

        _minute.Has(1, At(65)).ShouldBeFalse();
        _minute.Remaining(At(111)).ShouldBe(60);
        _minute.Remaining(At(120)).ShouldBe(100);
    }

    [Fact]
    public void What_is_set_aside_stays_for_as_long_as_the_call_takes()
    {
        var long_ = _minute.Reserve(10, 50, At(0));

        _minute.Used(At(300)).ShouldBe(50);
        _minute.Settle(long_, 70, At(300));

        // The input, too, was used: what was counted of it at the beginning is not counted twice.
        _minute.Used(At(300)).ShouldBe(60);
    }

    [Fact]
    public void What_comes_beyond_what_was_expected_counts_at_once()
    {
        var call = _minute.Reserve(10, 20, At(0));
        call = _minute.Count(call, 10 + 15, At(1));
        _minute.Used(At(1)).ShouldBe(25 + 10);
        call = _minute.Count(call, 10 + 80, At(2));

        _minute.Used(At(2)).ShouldBe(90 + 10);
        _minute.Has(1, At(2)).ShouldBeFalse();
        _minute.Settle(call, 95, At(3));
        _minute.Used(At(3)).ShouldBe(95);
    }

    [Fact]
    public void A_call_that_was_not_made_leaves_nothing_behind()
    {
        var call = _minute.Reserve(30, 40, At(0));
        _minute.Used(At(0)).ShouldBe(70);

        _minute.Settle(call, 0, At(10));

        _minute.IsIdle(At(10)).ShouldBeTrue();
    }

    [Fact]
    public void What_was_estimated_too_high_while_it_came_is_taken_back_at_the_end()
    {
        var call = _minute.Reserve(30, 10, At(0));
        call = _minute.Count(call, 80, At(1));

        _minute.Settle(call, 20, At(1));

        _minute.Used(At(1)).ShouldBe(20);
    }

    [Fact]
    public void What_has_left_the_window_is_not_taken_back_from_what_others_use()
    {
        var old = _minute.Reserve(50, 0, At(0));
        _minute.Reserve(30, 0, At(60));

        _minute.Settle(old, 0, At(62));

        _minute.Used(At(62)).ShouldBe(30);
    }

    /// <summary>LiteLLM 28805, 29191: a fixed floor for what is set aside refused every request of small keys.</summary>
    [Fact]
    public void A_call_that_needs_more_than_the_whole_limit_may_go_when_it_is_alone()
    {
        _minute.Has(1024, At(0)).ShouldBeTrue();
        var call = _minute.Reserve(24, 1000, At(0));
        _minute.Used(At(0)).ShouldBe(100);
        _minute.Settle(call, 40, At(1));

        _minute.Has(1024, At(1)).ShouldBeFalse();
        _minute.Has(60, At(1)).ShouldBeTrue();
        _minute.Has(1024, At(62)).ShouldBeTrue();
    }

    /// <summary>LiteLLM 18730: five calls at a time spent 663 tokens of a key with 100 a minute.</summary>
    [Fact]
    public void Calls_that_begin_at_the_same_time_do_not_find_the_same_room()
    {
        var admitted = 0;
        for (var i = 0; i < 5; i++)
        {
            if (!_minute.Has(13 + 120, At(0))) continue;
            _minute.Reserve(13, 120, At(0));
            admitted++;
        }
        admitted.ShouldBe(1);
    }

    [Fact]
    public void The_wait_is_until_what_is_missing_has_left()
    {
        _minute.Reserve(50, 0, At(0));
        _minute.Reserve(30, 0, At(20));
        _minute.Reserve(20, 0, At(40));

        _minute.WaitFor(50, At(45)).ShouldBe(TimeSpan.FromSeconds(16));
        _minute.WaitFor(51, At(45)).ShouldBe(TimeSpan.FromSeconds(36));
        _minute.WaitFor(5000, At(45)).ShouldBe(TimeSpan.FromSeconds(56));
        _minute.ResetIn(At(45)).ShouldBe(TimeSpan.FromSeconds(56));
        _minute.Has(50, At(45 + 15.9)).ShouldBeFalse();
        _minute.Has(50, At(45 + 16)).ShouldBeTrue();
    }

    [Fact]
    public void Nobody_waits_where_there_is_room()
    {
        _minute.WaitFor(100, At(0)).ShouldBe(TimeSpan.Zero);
        _minute.ResetIn(At(0)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_call_that_needs_nothing_of_a_limit_may_begin_although_more_than_all_is_used()
    {
        _minute.Settle(_minute.Reserve(50, 0, At(0)), 500, At(0));

        _minute.Has(1, At(0)).ShouldBeFalse();
        (_minute.Has(0, At(0)), _minute.WaitFor(0, At(0))).ShouldBe((true, TimeSpan.Zero));
    }

    [Fact]
    public void The_end_of_calls_under_way_is_not_known_so_that_the_whole_window_is_waited_for()
    {
        _minute.Reserve(10, 90, At(0));

        _minute.WaitFor(20, At(5)).ShouldBe(TimeSpan.FromSeconds(61));
    }

    [Fact]
    public void What_the_provider_counts_raises_what_is_used_until_it_says_that_it_is_gone()
    {
        _minute.Reserve(20, 0, At(100));

        _minute.Sync(100, 30, TimeSpan.FromSeconds(10), At(100));

        _minute.Used(At(100)).ShouldBe(70);
        _minute.Used(At(109)).ShouldBe(70);
        _minute.Used(At(111)).ShouldBe(20);
    }

    [Fact]
    public void What_the_provider_counts_never_lowers_what_is_used()
    {
        _minute.Reserve(60, 20, At(0));

        _minute.Sync(100, 95, TimeSpan.FromSeconds(1), At(0));

        _minute.Used(At(0)).ShouldBe(80);
    }

    [Fact]
    public void A_limit_that_was_lowered_holds_for_what_was_used_before()
    {
        _minute.Reserve(60, 0, At(0));
        _minute.Resize(50);

        _minute.Remaining(At(0)).ShouldBe(0);
        _minute.WaitFor(1, At(0)).ShouldBe(TimeSpan.FromSeconds(61));
        _minute.Resize(200);
        _minute.Remaining(At(0)).ShouldBe(140);
    }

    [Fact]
    public void A_reading_of_the_clock_that_comes_late_changes_nothing()
    {
        _minute.Reserve(60, 0, At(100));
        _minute.Reserve(20, 0, At(99));

        _minute.Used(At(98)).ShouldBe(80);
        _minute.Used(At(161)).ShouldBe(0);
    }

    [Fact]
    public void A_day_begins_at_midnight_utc()
    {
        _day.Reserve(1000, 0, At(0));

        _day.WaitFor(1, At(0)).ShouldBe(TimeSpan.FromHours(12));
        _day.Has(1, At(12 * 3600 - 1)).ShouldBeFalse();
        _day.Has(1000, At(12 * 3600)).ShouldBeTrue();
    }

    [Fact]
    public void What_runs_at_midnight_counts_where_it_ends()
    {
        var call = _day.Reserve(100, 300, At(0));

        _day.Used(At(13 * 3600)).ShouldBe(300);
        _day.Settle(call, 100 + 250, At(13 * 3600));

        _day.Used(At(13 * 3600)).ShouldBe(250);
    }

    [Fact]
    public void A_clock_that_is_put_back_does_not_give_the_day_twice()
    {
        _day.Reserve(900, 0, At(0));

        _day.Used(At(-24 * 3600)).ShouldBe(900);
        _day.Used(At(0)).ShouldBe(0);
    }

    [Fact]
    public void A_clock_that_was_ahead_for_days_does_not_stop_the_days_from_beginning()
    {
        _day.Reserve(900, 0, At(240 * 3600));

        _day.Used(At(0)).ShouldBe(900);
        _day.Used(At(24 * 3600)).ShouldBe(0);
    }

    [Fact]
    public void What_the_wall_clock_does_means_nothing_to_minutes()
    {
        _minute.Reserve(60, 0, new Moment(TimeSpan.FromSeconds(10), Noon));

        _minute.Used(new Moment(TimeSpan.FromSeconds(11), Noon.AddYears(1))).ShouldBe(60);
        _minute.Used(new Moment(TimeSpan.FromSeconds(12), Noon.AddYears(-1))).ShouldBe(60);
    }

    [Fact]
    public void Whatever_calls_do_what_is_counted_is_what_they_used_in_the_last_minute()
    {
        var random = new Random(TestSeed.Value);
        var running = new List<(RateReservation Reservation, long Used, long End)>();
        var (window, ended) = (RateWindow.OfMinute(1_000_000_000), new List<(int Second, long Tokens)>());
        for (var second = 0; second < 2000; second++)
        {
            if (second < 1900) running.Add((window.Reserve(0, random.Next(100), At(second)), 0, random.Next(1, 300)));
            for (var i = running.Count - 1; i >= 0; i--)
            {
                var (reservation, used, end) = running[i];
                var now = Math.Min(end, used + random.Next(20));
                ended.Add((second, now - used));
                running[i] = (window.Count(reservation, now, At(second)), now, end);
                if (now < end && second < 1900) continue;
                window.Settle(running[i].Reservation, now, At(second));
                running.RemoveAt(i);
            }
            var held = running.Sum(one => one.Reservation.Held);
            window.Used(At(second)).ShouldBe(held + ended.Where(one => one.Second >= second - 60).Sum(one => one.Tokens), $"WEIR_TEST_SEED={TestSeed.Value}");
        }
        window.IsIdle(At(2000)).ShouldBeTrue();
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var second = 0;
        Allocated.By(() => Once(++second)).ShouldBe(0);

        void Once(int at)
        {
            var call = _minute.Reserve(10, 20, At(at));
            call = _minute.Count(call, 25, At(at + 1));
            _minute.Has(50, At(at + 1));
            _minute.WaitFor(90, At(at + 1));
            _minute.Settle(call, 28, At(at + 2));
        }
    }

    private static Moment At(double second) => new(TimeSpan.FromSeconds(second), Noon.AddSeconds(second));
}
