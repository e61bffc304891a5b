using Weir.Testing;

namespace Weir.Statistics.Tests;

public sealed class LatencyQuantilesTests
{
    [Fact]
    public void Before_the_first_duration_nothing_is_known() => new LatencyQuantiles().Quantile(0.5).ShouldBeNull();

    [Fact]
    public void Quantiles_are_within_the_stated_error()
    {
        var random = new Random(TestSeed.Value);
        var quantiles = new LatencyQuantiles(memory: 1_000_000);
        var durations = Enumerable.Range(0, 5_000).Select(_ => TimeSpan.FromMilliseconds(Math.Exp((random.NextDouble() * 12) - 1))).ToList();
        durations.ForEach(quantiles.Add);
        durations.Sort();

        foreach (var share in (double[])[0.01, 0.5, 0.9, 0.95, 0.99, 1])
        {
            var exact = durations[(int)Math.Ceiling(share * durations.Count) - 1].TotalMilliseconds;
            quantiles.Quantile(share)!.Value.TotalMilliseconds.ShouldBe(exact, exact * (LatencyQuantiles.RelativeError + 1e-6), $"seed {TestSeed.Value}, {share}");
        }
    }

    [Fact]
    public void Old_durations_fade()
    {
        var quantiles = new LatencyQuantiles(memory: 100);
        for (var i = 0; i < 1_000; i++) quantiles.Add(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 500; i++) quantiles.Add(TimeSpan.FromMilliseconds(10));

        quantiles.Count.ShouldBeLessThanOrEqualTo(200);
        quantiles.Quantile(0.9)!.Value.TotalMilliseconds.ShouldBe(10, 0.5);
    }

    [Fact]
    public void What_is_outside_the_range_counts_as_the_nearest()
    {
        var quantiles = new LatencyQuantiles();
        quantiles.Add(TimeSpan.Zero);
        quantiles.Quantile(1)!.Value.ShouldBeLessThan(TimeSpan.FromMilliseconds(0.11));
        quantiles.Add(TimeSpan.FromDays(100));
        quantiles.Quantile(1)!.Value.ShouldBeGreaterThan(TimeSpan.FromDays(3));
    }
}
