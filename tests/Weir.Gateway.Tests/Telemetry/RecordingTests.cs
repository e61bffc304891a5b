using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Telemetry.Prometheus;
using Weir.Testing;

namespace Weir.Gateway.Tests.Telemetry;

public sealed class RecordingTests : IDisposable
{
    private readonly WeirMetrics _metrics = new();
    private readonly PrometheusExposition _exposition;

    public RecordingTests() => _exposition = new PrometheusExposition(_metrics.Meter);

    public void Dispose()
    {
        _exposition.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task No_recording_is_lost_among_threads_and_scrapes()
    {
        const int Threads = 8, Each = 20_000;
        using var scraped = new ManualResetEventSlim();
        using var done = new CancellationTokenSource();
        var scraping = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await Scrape.ParsedAsync(_exposition);
                scraped.Set();
            }
        });
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                Record($"model-{number % 3}", $"tenant-{i % 50}");
                if (i == Each / 2) scraped.Wait();
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        await done.CancelAsync();
        await scraping;

        var families = await Scrape.ParsedAsync(_exposition);
        families["weir_calls_total"].Samples.Count.ShouldBe(3 * 50);
        families["weir_calls_total"].Samples.Values.Sum().ShouldBe(Threads * Each);
        families["weir_cost_usd_total"].Samples.Values.Sum().ShouldBe(Threads * Each * 0.5);
        Total(families, "gen_ai_server_request_duration_seconds", "_count").ShouldBe(Threads * Each);
        Total(families, "gen_ai_server_request_duration_seconds", "_sum").ShouldBe(Threads * Each * 0.25);
        Total(families, "gen_ai_client_token_usage", "_sum").ShouldBe(Threads * Each * 120.0);
        families["weir_token_parts_total"].Samples.Values.Sum().ShouldBe(Threads * Each * 60.0);
    }

    [Fact]
    public async Task Recording_allocates_nothing_once_its_series_exist()
    {
        Record("m", "t");
        await Scrape.TextAsync(_exposition);
        Record("m", "t");

        Allocated.By(() => Record("m", "t")).ShouldBe(0);
    }

    [Fact]
    public async Task Recording_allocates_nothing_beyond_the_series_limit_but_the_labels_it_is_given()
    {
        using var exposition = new PrometheusExposition(_metrics.Meter, seriesLimit: 1);
        Record("m", "t");
        Record("other", "other");
        await Scrape.TextAsync(exposition);

        Allocated.By(() => Record("another", "another")).ShouldBe(0);
    }

    private static double Total(Dictionary<string, ParsedFamily> families, string name, string suffix) =>
        families[name].Samples.Where(sample => sample.Key.StartsWith(name + suffix)).Sum(sample => sample.Value);

    private void Record(string model, string tenant)
    {
        _metrics.CallSettled(new CallMeasurement
        {
            Endpoint = "chat.completions",
            Model = model,
            Tenant = tenant,
            Outcome = Outcome.Completed,
            Duration = TimeSpan.FromMilliseconds(250),
            TimeToFirstToken = TimeSpan.FromMilliseconds(125),
            Cost = 0.5m,
        });
        _metrics.AttemptSettled(new AttemptMeasurement
        {
            Endpoint = "chat.completions",
            Provider = "p",
            Deployment = "d",
            ModelSent = model,
            Outcome = Outcome.Completed,
            Duration = TimeSpan.FromMilliseconds(250),
            TimeToFirstToken = TimeSpan.FromMilliseconds(125),
            Usage = new TokenUsage(100, 20, CachedInput: 50, Reasoning: 10),
        });
        _metrics.LedgerCommitted(TimeSpan.FromMilliseconds(2), 5);
    }
}
