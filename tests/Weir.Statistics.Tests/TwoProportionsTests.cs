namespace Weir.Statistics.Tests;

public sealed class TwoProportionsTests
{
    [Theory]
    [InlineData(20, 100, 10, 100, 1.980)]
    [InlineData(10, 100, 20, 100, -1.980)]
    [InlineData(10, 100, 10, 100, 0)]
    [InlineData(8, 8, 0, 8, 4)]
    public void Z_is_the_pooled_one(int hits, int trials, int otherHits, int otherTrials, double expected) =>
        TwoProportions.Z(hits, trials, otherHits, otherTrials).ShouldBe(expected, 0.001);

    [Theory]
    [InlineData(0, 0, 5, 10)]
    [InlineData(5, 10, 0, 0)]
    [InlineData(0, 10, 0, 10)]
    [InlineData(10, 10, 10, 10)]
    public void Where_nothing_can_be_compared_nothing_differs(int hits, int trials, int otherHits, int otherTrials) =>
        TwoProportions.Z(hits, trials, otherHits, otherTrials).ShouldBe(0);
}
