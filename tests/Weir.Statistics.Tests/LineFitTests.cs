using Weir.Testing;

namespace Weir.Statistics.Tests;

public sealed class LineFitTests
{
    [Fact]
    public void A_line_with_noise_is_found()
    {
        var random = new Random(TestSeed.Value);
        var fit = new LineFit(0.001);
        for (var i = 0; i < 5_000; i++)
        {
            var x = random.Next(1, 8_000);
            fit.Add(x, 0.2 + (0.0005 * x) + ((random.NextDouble() - 0.5) * 0.1));
        }

        fit.At(0).ShouldBe(0.2, 0.02, $"seed {TestSeed.Value}");
        fit.At(4_000).ShouldBe(2.2, 0.02, $"seed {TestSeed.Value}");
    }

    [Fact]
    public void Points_with_one_x_give_their_mean()
    {
        var fit = new LineFit(0.01);
        fit.At(7).ShouldBe(0);
        foreach (var y in (double[])[1, 3]) fit.Add(500, y);

        fit.At(0).ShouldBe(fit.At(9_000));
        fit.At(0).ShouldBe(2, 0.02);
    }

    [Fact]
    public void The_line_never_falls_and_never_begins_below_zero()
    {
        var falling = new LineFit(0.01);
        var steep = new LineFit(0.01);
        foreach (var x in Enumerable.Range(1, 50))
        {
            falling.Add(x, 100 - x);
            steep.Add(x, (2 * x) - 1.5);
        }

        falling.At(10_000).ShouldBeGreaterThan(40);
        steep.At(0).ShouldBe(0);
        steep.At(100).ShouldBe(197, 3);
    }
}
