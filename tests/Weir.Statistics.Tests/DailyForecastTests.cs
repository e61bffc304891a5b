using Weir.Testing;

namespace Weir.Statistics.Tests;

/// <summary>What days to come amount to, foretold from the days before.</summary>
public sealed class DailyForecastTests
{
    private static readonly double[] Week = [10, 100, 100, 100, 100, 100, 10];

    [Fact]
    public void A_week_like_the_last_ones_is_foretold_with_its_weekend()
    {
        // Eight weeks without any noise, from a Sunday on.
        double[] days = [.. Enumerable.Range(0, 56).Select(day => Week[day % 7])];

        var weekend = Forecast(days, DayOfWeek.Saturday, 2);
        var start = Forecast(days, DayOfWeek.Monday, 2);

        weekend.Expected.ShouldBe(20, 1);
        start.Expected.ShouldBe(200, 10);
        weekend.Low.ShouldNotBeNull().ShouldBeLessThan(weekend.Expected);
        weekend.High.ShouldNotBeNull().ShouldBeGreaterThan(weekend.Expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void With_less_than_a_week_there_is_no_interval(int days) =>
        DailyForecast.Of([.. Enumerable.Repeat(4.0, days)], DayOfWeek.Monday, [0.5, 1], new Random(1).NextDouble).ShouldBe(new DailyForecast(6, null, null));

    [Fact]
    public void Nothing_goes_on_as_nothing() =>
        DailyForecast.Of(new double[30], DayOfWeek.Monday, [1, 1], new Random(1).NextDouble).ShouldBe(new DailyForecast(0, 0, 0));

    [Fact]
    public void Days_without_any_spend_are_days_too()
    {
        double[] days = [.. Enumerable.Range(0, 42).Select(day => day % 7 is 0 or 6 ? 0.0 : 50)];

        Forecast(days, DayOfWeek.Sunday, 7).Expected.ShouldBe(250, 25);
    }

    [Fact]
    public void Of_a_day_that_has_begun_only_what_is_left_counts()
    {
        double[] days = [.. Enumerable.Repeat(80.0, 28)];

        DailyForecast.Of(days, DayOfWeek.Sunday, [0.25], new Random(1).NextDouble).Expected.ShouldBe(20, 1);
    }

    [Fact]
    public void The_same_draws_foretell_the_same()
    {
        var days = new SyntheticDays(new Random(3)).Of("rhythmic", 40);

        Forecast(days, DayOfWeek.Monday, 10).ShouldBe(Forecast(days, DayOfWeek.Monday, 10));
    }

    [Fact]
    public void Four_in_five_months_end_within_the_interval_of_a_few() => Coverage(months: 12).ShouldBeInRange(0.6, 0.97, $"seed {TestSeed.Value}");

    [Fact]
    [Trait("Category", "Slow")]
    public void Four_in_five_months_end_within_the_interval() => Coverage(months: 120).ShouldBeInRange(0.7, 0.9, $"seed {TestSeed.Value}");

    /// <summary>The share of synthetic months whose rest, seen from one of its days, ended within the interval.</summary>
    private static double Coverage(int months)
    {
        var (random, within, of) = (new Random(TestSeed.Value), 0, 0);
        var synthetic = new SyntheticDays(random);
        foreach (var kind in (string[])["rhythmic", "growing", "wandering", "heavy-tailed", "flat"])
            for (var month = 0; month < months; month++)
            {
                var (known, ahead) = (random.Next(21, 70), random.Next(1, 29));
                var days = synthetic.Of(kind, known + ahead);
                var forecast = DailyForecast.Of(days[..known], (DayOfWeek)(known % 7), [.. Enumerable.Repeat(1.0, ahead)], random.NextDouble);
                var rest = days[known..].Sum();
                if (forecast.Low <= rest && rest <= forecast.High) within++;
                of++;
            }
        return (double)within / of;
    }

    /// <summary>The series begins on a Sunday; it is cut so that the next day is the one asked for.</summary>
    private static DailyForecast Forecast(double[] days, DayOfWeek next, int ahead)
    {
        var whole = days.Length - 7 - (days.Length % 7) + (int)next;
        return DailyForecast.Of(days[..whole], next, [.. Enumerable.Repeat(1.0, ahead)], new Random(5).NextDouble);
    }
}
