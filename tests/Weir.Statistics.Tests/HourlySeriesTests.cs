namespace Weir.Statistics.Tests;

public sealed class HourlySeriesTests
{
    [Fact]
    public void Hours_that_are_left_out_are_zeros_and_those_before_the_first_are_not_known()
    {
        var series = new HourlySeries();
        series.Add(100, 5);
        series.Add(103, 7, isUnusual: true);

        (series.At(99), series.At(100), series.At(102), series.At(103), series.At(104)).ShouldBe((null, 5, 0, 7, null));
        (series.UsualAt(100), series.UsualAt(103)).ShouldBe((5, null));
        (series.Highest(), series.HighestUsual(), series.ShareAbove(1)).ShouldBe((7, 5, 0.5));
        Should.Throw<ArgumentOutOfRangeException>(() => series.Add(103, 1));

        series.Accept();
        series.UsualAt(103).ShouldBe(7);
    }

    [Fact]
    public void What_is_older_than_three_weeks_and_a_day_is_forgotten()
    {
        var series = new HourlySeries();
        series.Add(10, 5);
        series.Add(10 + HourlySeries.Hours, 1);

        series.At(10).ShouldBeNull();
        series.At(11).ShouldBe(0);
        series.Highest().ShouldBe(1);
    }
}
