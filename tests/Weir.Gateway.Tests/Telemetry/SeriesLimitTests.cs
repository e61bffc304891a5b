using System.Diagnostics.Metrics;
using Weir.Gateway.Telemetry.Prometheus;

namespace Weir.Gateway.Tests.Telemetry;

public sealed class SeriesLimitTests
{
    [Fact]
    public async Task Beyond_the_limit_everything_is_counted_in_one_series_that_says_so()
    {
        using var meter = new Meter("limited");
        using var exposition = new PrometheusExposition(meter);
        var counter = meter.CreateCounter<long>("test.wide");
        var other = meter.CreateCounter<long>("test.narrow");
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < PrometheusExposition.DefaultSeriesLimit + 500; i++) counter.Add(1, new KeyValuePair<string, object?>("who", $"w{i}"));
        }

        other.Add(1, new KeyValuePair<string, object?>("who", "me"));

        var families = await Scrape.ParsedAsync(exposition);
        var samples = families["test_wide_total"].Samples;
        samples.Count.ShouldBe(PrometheusExposition.DefaultSeriesLimit + 1);
        samples["test_wide_total{otel_metric_overflow=\"true\"}"].ShouldBe(1000);
        samples["test_wide_total{who=\"w1999\"}"].ShouldBe(2);
        families["test_narrow_total"].Samples.ShouldContainKey("test_narrow_total{who=\"me\"}");
    }
}
