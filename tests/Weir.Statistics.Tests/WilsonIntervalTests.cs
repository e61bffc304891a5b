namespace Weir.Statistics.Tests;

public sealed class WilsonIntervalTests
{
    /// <summary>As R's prop.test(x, n, correct = FALSE) gives them.</summary>
    [Theory]
    [InlineData(8, 8, 0.6756, 1)]
    [InlineData(0, 8, 0, 0.3244)]
    [InlineData(5, 8, 0.3057, 0.8632)]
    [InlineData(4, 8, 0.2152, 0.7848)]
    [InlineData(50, 100, 0.4038, 0.5962)]
    [InlineData(1, 1000, 0.0002, 0.0056)]
    public void Bounds_are_the_published_ones(int hits, int trials, double lower, double upper)
    {
        WilsonInterval.Lower(hits, trials).ShouldBe(lower, 0.0001);
        WilsonInterval.Upper(hits, trials).ShouldBe(upper, 0.0001);
    }

    [Fact]
    public void Without_trials_nothing_is_known()
    {
        WilsonInterval.Lower(0, 0).ShouldBe(0);
        WilsonInterval.Upper(0, 0).ShouldBe(1);
    }

    [Fact]
    public void The_share_lies_between_the_bounds_and_more_trials_bring_them_closer()
    {
        for (var trials = 1; trials <= 200; trials++)
        {
            for (var hits = 0; hits <= trials; hits++)
            {
                var share = (double)hits / trials;
                var (lower, upper) = (WilsonInterval.Lower(hits, trials), WilsonInterval.Upper(hits, trials));
                lower.ShouldBeLessThanOrEqualTo(share + 1e-12);
                upper.ShouldBeGreaterThanOrEqualTo(share - 1e-12);
                (WilsonInterval.Upper(hits * 2L, trials * 2L) - WilsonInterval.Lower(hits * 2L, trials * 2L)).ShouldBeLessThan(upper - lower);
            }
        }
    }

    [Fact]
    public void More_hits_than_trials_are_a_mistake() =>
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonInterval.Lower(2, 1));
}
