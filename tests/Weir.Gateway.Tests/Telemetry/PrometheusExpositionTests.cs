using System.Diagnostics.Metrics;
using Weir.Gateway.Telemetry.Prometheus;

namespace Weir.Gateway.Tests.Telemetry;

public sealed class PrometheusExpositionTests : IDisposable
{
    private readonly Meter _meter = new("a meter of this test");
    private readonly PrometheusExposition _exposition;

    public PrometheusExpositionTests() => _exposition = new PrometheusExposition(_meter);

    public void Dispose()
    {
        _exposition.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task A_small_registry_is_written_to_the_letter()
    {
        var served = _meter.CreateCounter<long>("test.served", "{call}", "Calls served.");
        served.Add(2, new("model", "fast"), new("outcome", "completed"));
        served.Add(3, new("model", "fast"), new("outcome", "completed"));
        served.Add(1, new("model", null), new("outcome", "rejected"));
        var wait = _meter.CreateHistogram("test.wait", "s", "Time spent.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.25, 1] });
        foreach (var seconds in new[] { 0.125, 0.25, 0.5, 8 }) wait.Record(seconds);
        _meter.CreateObservableGauge("test.size", () => 1.5, "By", "Size now.");
        _meter.CreateCounter<long>("test.unused", null, "Never counted.");

        (await Scrape.OwnTextAsync(_exposition)).ShouldBe("""
            # HELP test_served_total Calls served.
            # TYPE test_served_total counter
            test_served_total{model="fast",outcome="completed"} 5
            test_served_total{outcome="rejected"} 1
            # HELP test_size_bytes Size now.
            # TYPE test_size_bytes gauge
            test_size_bytes 1.5
            # HELP test_unused_total Never counted.
            # TYPE test_unused_total counter
            # HELP test_wait_seconds Time spent.
            # TYPE test_wait_seconds histogram
            test_wait_seconds_bucket{le="0.25"} 2
            test_wait_seconds_bucket{le="1"} 3
            test_wait_seconds_bucket{le="+Inf"} 4
            test_wait_seconds_sum 8.875
            test_wait_seconds_count 4

            """);
    }

    [Fact]
    public async Task Label_values_and_help_are_escaped()
    {
        _meter.CreateCounter<long>("test.odd", null, "Back\\slash and\nnew line.").Add(1, new KeyValuePair<string, object?>("1.path", "a\\b\"c\nd é"));

        (await Scrape.OwnTextAsync(_exposition)).ShouldBe(
            "# HELP test_odd_total Back\\\\slash and\\nnew line.\n# TYPE test_odd_total counter\ntest_odd_total{_1_path=\"a\\\\b\\\"c\\nd é\"} 1\n");
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(-0.001, "-0.001")]
    [InlineData(123456789, "123456789")]
    [InlineData(1e300, "1E+300")]
    public async Task Numbers_are_written_as_Prometheus_reads_them(double value, string expected)
    {
        _meter.CreateGauge<double>("test.number").Record(value);

        (await Scrape.OwnTextAsync(_exposition)).ShouldEndWith($"\ntest_number {expected}\n");
    }

    [Fact]
    public async Task What_is_not_a_number_does_not_poison_a_histogram_or_hang_a_counter()
    {
        var histogram = _meter.CreateHistogram("test.h", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] });
        histogram.Record(double.NaN);
        histogram.Record(2);
        var counter = _meter.CreateCounter<double>("test.c");
        counter.Add(double.NaN);
        counter.Add(1);

        var families = await Scrape.ParsedAsync(_exposition);
        families["test_h"].Samples["test_h_sum"].ShouldBe(2);
        families["test_h"].Samples["test_h_count"].ShouldBe(1);
        families["test_c_total"].Samples["test_c_total"].ShouldBe(double.NaN);
    }

    [Fact]
    public async Task An_up_down_counter_is_a_gauge_of_its_differences()
    {
        var open = _meter.CreateUpDownCounter<int>("test.open");
        open.Add(3);
        open.Add(-1);

        (await Scrape.ParsedAsync(_exposition))["test_open"].ShouldSatisfyAllConditions(
            family => family.Type.ShouldBe("gauge"),
            family => family.Samples["test_open"].ShouldBe(2));
    }

    [Fact]
    public async Task A_series_that_a_poll_no_longer_reports_is_gone()
    {
        var who = "first";
        _meter.CreateObservableGauge("test.polled", () => new Measurement<long>(1, new KeyValuePair<string, object?>("who", who)));

        (await Scrape.ParsedAsync(_exposition))["test_polled"].Samples.Keys.ShouldBe(["test_polled{who=\"first\"}"]);
        who = "second";
        (await Scrape.ParsedAsync(_exposition))["test_polled"].Samples.Keys.ShouldBe(["test_polled{who=\"second\"}"]);
    }

    [Fact]
    public async Task An_empty_label_and_an_absent_one_are_one_series()
    {
        var counter = _meter.CreateCounter<long>("test.same");
        counter.Add(1, new KeyValuePair<string, object?>("who", null));
        counter.Add(1, new KeyValuePair<string, object?>("who", ""));

        (await Scrape.ParsedAsync(_exposition))["test_same_total"].Samples.ShouldHaveSingleItem().Value.ShouldBe(2);
    }

    [Fact]
    public async Task A_meter_of_the_same_name_elsewhere_is_not_listened_to()
    {
        using var stranger = new Meter(_meter.Name);
        stranger.CreateCounter<long>("test.strange").Add(1);

        (await Scrape.ParsedAsync(_exposition)).ShouldNotContainKey("test_strange_total");
    }

    [Fact]
    public async Task The_runtime_reports_allocation_heap_processor_time_and_work_items()
    {
        GC.Collect();
        var families = await Scrape.ParsedAsync(_exposition);

        families["dotnet_gc_heap_total_allocated_bytes_total"].Samples.Values.ShouldHaveSingleItem().ShouldBeGreaterThan(0);
        families["dotnet_process_cpu_time_seconds_total"].Samples.Keys.ShouldContain("dotnet_process_cpu_time_seconds_total{cpu_mode=\"user\"}");
        families.ShouldContainKey("dotnet_gc_last_collection_heap_size_bytes");
        families.Keys.ShouldContain("dotnet_thread_pool_work_item_count_total");
    }
}
