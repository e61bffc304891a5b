namespace Weir.Statistics.Tests;

public sealed class WeightedMeanTests
{
    [Fact]
    public void The_first_values_are_averaged_plainly()
    {
        var mean = new WeightedMean(0.1);
        mean.IsKnown.ShouldBeFalse();
        foreach (var value in (double[])[10, 20, 30]) mean.Add(value);

        mean.Value.ShouldBe(20, 1e-9);
        mean.IsKnown.ShouldBeTrue();
    }

    [Fact]
    public void A_new_value_counts_for_its_share()
    {
        var mean = new WeightedMean(0.5);
        foreach (var value in (double[])[10, 10, 20]) mean.Add(value);

        mean.Value.ShouldBe(15, 1e-9);
        mean.Shrink(0.5);
        mean.Value.ShouldBe(7.5, 1e-9);
    }
}
