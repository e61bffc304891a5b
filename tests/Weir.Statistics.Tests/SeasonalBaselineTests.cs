namespace Weir.Statistics.Tests;

public sealed class SeasonalBaselineTests
{
    /// <summary>A Monday.</summary>
    private const long Start = 20_500L * 24;

    [Fact]
    public void What_is_usual_follows_the_hour_and_the_kind_of_day()
    {
        var baseline = Learnt(days: 30);

        // The thirty-first day is a Wednesday, the thirty-fourth a Saturday.
        Usual(baseline, 30 * 24 + 12).ShouldBe(40, 2);
        Usual(baseline, 30 * 24 + 3).ShouldBe(8, 0.5);
        for (var hour = 30 * 24; hour < 33 * 24; hour++) baseline.Add(Start + hour, Of(hour));
        Usual(baseline, 33 * 24 + 12).ShouldBe(10, 0.5);
    }

    [Fact]
    public void An_incident_of_hours_changes_nothing_and_growth_is_followed()
    {
        var (calm, struck, growing) = (Learnt(30), Learnt(30, hour => hour is >= 660 and < 672 ? 5 : 1), Learnt(30, hour => Math.Pow(1.05, hour / 168.0)));

        Usual(struck, 30 * 24 + 12).ShouldBe(Usual(calm, 30 * 24 + 12), 1);
        Usual(growing, 30 * 24 + 12).ShouldBe(40 * Math.Pow(1.05, 30 / 7.0), 2);
    }

    [Fact]
    public void Nothing_is_said_of_what_is_hardly_known_and_hours_without_anything_are_zeros()
    {
        new SeasonalBaseline(0.1).Expect(Start).ShouldBeNull();
        Learnt(days: 1).Expect(Start + 24).ShouldBeNull();

        var baseline = Learnt(days: 30);
        baseline.Add(Start + (60 * 24), 1);
        Usual(baseline, (60 * 24) + 1).ShouldBe(0, 0.01);
    }

    [Fact]
    public void A_value_is_measured_in_deviations_of_at_least_five_percent()
    {
        var expected = Learnt(days: 30).Expect(Start + (30 * 24) + 12).ShouldNotBeNull();

        expected.Deviation.ShouldBe(SeasonalBaseline.LeastDeviation, 0.03);
        expected.DeviationOf(expected.Usual).ShouldBe(0, 0.01);
        expected.DeviationOf(expected.Usual * 3).ShouldBeGreaterThan(10);
    }

    /// <summary>40 by day, 8 by night, a quarter of it on weekends; ever so little noise.</summary>
    private static double Of(int hour) => (hour % 24 is >= 8 and < 20 ? 40 : 8) * (hour / 24 % 7 >= 5 ? 0.25 : 1) * (1 + (hour * 7 % 5 * 0.01));

    private static SeasonalBaseline Learnt(int days, Func<int, double>? times = null)
    {
        var baseline = new SeasonalBaseline(0.1);
        for (var hour = 0; hour < days * 24; hour++) baseline.Add(Start + hour, Of(hour) * (times?.Invoke(hour) ?? 1));
        return baseline;
    }

    private static double Usual(SeasonalBaseline baseline, int hour) => baseline.Expect(Start + hour).ShouldNotBeNull().Usual;
}
