using Weir.Gateway.Health;
using Weir.Testing;

namespace Weir.Gateway.Tests.Health;

public sealed class HealthyCandidatesTests
{
    [Fact]
    public void While_all_are_healthy_the_routes_own_list_is_given_and_nothing_allocated()
    {
        using var given = new GivenHealth();
        given.Healthy().ShouldBe("abcd");
        var healthy = given.Healths.Healthy(given.Route);

        Allocated.By(() => given.Healths.Healthy(given.Route)).ShouldBe(0);
        healthy.ShouldBeSameAs(given.Route.Candidates);
    }

    [Fact]
    public void An_open_one_is_left_out_until_its_pause_is_over()
    {
        using var given = new GivenHealth();
        given.Break("b");

        given.Healthy().ShouldBe("acd");
        given.Clock.Advance(TimeSpan.FromSeconds(5));
        given.Healthy().ShouldBe("abcd");
    }

    [Fact]
    public void Where_all_are_open_all_are_given_the_soonest_first()
    {
        using var given = new GivenHealth(3);
        foreach (var name in (string[])["c", "a", "b"])
        {
            given.Break(name);
            given.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        given.Healthy().ShouldBe("cab");
    }

    [Fact]
    public void One_that_fails_far_more_often_than_the_others_is_left_out_for_a_while()
    {
        using var given = new GivenHealth();
        Traffic(given, "a", calls: 100, failures: 20);
        foreach (var name in (string[])["b", "c", "d"]) Traffic(given, name, calls: 100, failures: 2);

        given.Healthy().ShouldBe("bcd");
        given.Health("a").State.ShouldBe(CircuitState.Closed);
        given.Healths.EjectedFrom("a").ShouldBe(["m"]);
        given.Logged.ShouldHaveSingleItem().ShouldContain("Deployment a fails far more often than the others of model m: left out for 20 s");

        given.Clock.Advance(OutlierEjection.Shortest);
        given.Healthy().ShouldBe("abcd");
        given.Logged.Count.ShouldBe(2);
        given.Healths.EjectedFrom("a").ShouldBeEmpty();
    }

    [Theory]
    // Twice as often, but by three deviations only with enough calls.
    [InlineData(8, 3, 300, 6, true)]
    [InlineData(8, 1, 300, 6, false)]
    [InlineData(7, 3, 300, 6, false)]
    // Many deviations, but not twice as often.
    [InlineData(1000, 190, 3000, 300, false)]
    [InlineData(1000, 210, 3000, 300, true)]
    [InlineData(100, 0, 300, 0, false)]
    public void It_takes_three_deviations_and_twice_the_rate(int calls, int failures, int otherCalls, int otherFailures, bool isEjected)
    {
        using var given = new GivenHealth();
        Traffic(given, "a", calls, failures);
        foreach (var name in (string[])["b", "c", "d"]) Traffic(given, name, otherCalls / 3, otherFailures / 3);

        given.Healthy().ShouldBe(isEjected ? "bcd" : "abcd");
    }

    [Fact]
    public void What_one_was_left_out_for_is_not_held_against_it_again()
    {
        using var given = new GivenHealth();
        Traffic(given, "a", calls: 100, failures: 20);
        Traffic(given, "b", calls: 300, failures: 2);
        given.Healthy().ShouldBe("bcd");

        given.Clock.Advance(OutlierEjection.Shortest);
        given.Healthy().ShouldBe("abcd");
        given.Health("a").Counts.ShouldBe((0, 0));
        given.Clock.Advance(TimeSpan.FromSeconds(1));
        given.Healthy().ShouldBe("abcd");
    }

    [Fact]
    public void One_that_stands_out_again_and_again_is_left_out_for_a_quarter_of_the_time()
    {
        using var given = new GivenHealth();
        var began = given.Clock.GetUtcNow();
        var lengths = new List<TimeSpan>();
        while (lengths.Count < 12)
        {
            Traffic(given, "a", calls: 100, failures: 20);
            Traffic(given, "b", calls: 300, failures: 2);
            given.Clock.Advance(TimeSpan.FromSeconds(1));
            given.Healthy().ShouldBe("bcd");
            var left = given.Clock.GetUtcNow();
            while (given.Healthy() == "bcd") given.Clock.Advance(TimeSpan.FromSeconds(1));
            lengths.Add(given.Clock.GetUtcNow() - left);
            lengths[^1].ShouldBe(Longer(OutlierEjection.Shortest, (left - began) / 4), tolerance: TimeSpan.FromSeconds(1));
        }

        lengths[^1].ShouldBeGreaterThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Of_two_one_may_go_and_of_four_no_more_than_one()
    {
        using var two = new GivenHealth(2);
        Traffic(two, "a", calls: 100, failures: 20);
        Traffic(two, "b", calls: 100, failures: 0);
        two.Healthy().ShouldBe("b");

        using var four = new GivenHealth();
        foreach (var name in (string[])["a", "b"]) Traffic(four, name, calls: 100, failures: 20);
        foreach (var name in (string[])["c", "d"]) Traffic(four, name, calls: 1000, failures: 0);
        four.Healthy().Length.ShouldBe(3);
    }

    [Fact]
    public void Where_fewer_than_half_would_remain_outliers_stay_in()
    {
        using var given = new GivenHealth();
        Traffic(given, "a", calls: 100, failures: 20);
        foreach (var name in (string[])["b", "c", "d"]) Traffic(given, name, calls: 100, failures: 2);
        given.Healthy().ShouldBe("bcd");
        given.Break("b");
        given.Fail("b", 100);
        given.Healthy().ShouldBe("cd");
        given.Fail("c", 100);

        given.Healthy().ShouldBe("ad");
    }

    [Fact]
    public void What_a_new_configuration_does_not_have_is_forgotten()
    {
        using var given = new GivenHealth();
        given.Break("a");
        given.Break("b");
        using var smaller = new GivenHealth(1);
        given.Healths.Keep(smaller.Model);

        given.Health("a").State.ShouldBe(CircuitState.Open);
        given.Health("b").State.ShouldBe(CircuitState.Closed);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>Failures spread, so that the circuit stays closed.</summary>
    private static void Traffic(GivenHealth given, string name, int calls, int failures)
    {
        given.Succeed(name, calls - failures);
        given.Fail(name, failures);
    }
}
