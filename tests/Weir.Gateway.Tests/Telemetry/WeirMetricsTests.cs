using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Telemetry.Prometheus;

namespace Weir.Gateway.Tests.Telemetry;

public sealed class WeirMetricsTests : IDisposable
{
    private readonly WeirMetrics _metrics = new() { CallsInFlight = static () => 7, LedgerQueue = static () => 3 };
    private readonly PrometheusExposition _exposition;

    public WeirMetricsTests() => _exposition = new PrometheusExposition(_metrics.Meter);

    public void Dispose()
    {
        _exposition.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task A_call_that_completed_is_counted_timed_and_charged()
    {
        _metrics.CallSettled(new CallMeasurement
        {
            Endpoint = "chat.completions",
            Model = "fast",
            Tenant = "acme",
            Outcome = Outcome.Completed,
            Duration = TimeSpan.FromSeconds(1.5),
            TimeToFirstToken = TimeSpan.FromSeconds(0.25),
            Cost = 0.125m,
        });

        var families = await Scrape.ParsedAsync(_exposition);
        Value(families, """weir_calls_total{endpoint="chat.completions",model="fast",tenant="acme",outcome="completed"}""").ShouldBe(1);
        Value(families, """gen_ai_server_request_duration_seconds_sum{gen_ai_operation_name="chat",gen_ai_request_model="fast"}""").ShouldBe(1.5);
        Value(families, """gen_ai_server_time_to_first_token_seconds_bucket{gen_ai_operation_name="chat",gen_ai_request_model="fast",le="0.25"}""").ShouldBe(1);
        Value(families, """weir_cost_usd_total{tenant="acme",model="fast"}""").ShouldBe(0.125);
        families["weir_unpriced_calls_total"].Samples.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_that_was_refused_is_an_error_without_model_tenant_or_cost()
    {
        _metrics.CallSettled(new CallMeasurement { Endpoint = "embeddings", Outcome = Outcome.Rejected, Duration = TimeSpan.FromMilliseconds(1) });

        var families = await Scrape.ParsedAsync(_exposition);
        Value(families, """weir_calls_total{endpoint="embeddings",outcome="rejected"}""").ShouldBe(1);
        Value(families, """gen_ai_server_request_duration_seconds_count{gen_ai_operation_name="embeddings",error_type="rejected"}""").ShouldBe(1);
        families["gen_ai_server_time_to_first_token_seconds"].Samples.ShouldBeEmpty();
        families["weir_cost_usd_total"].Samples.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_without_a_known_price_is_counted_as_such()
    {
        _metrics.CallSettled(new CallMeasurement
        {
            Endpoint = "chat.completions",
            Model = "new",
            Tenant = "acme",
            Outcome = Outcome.Completed,
            Duration = TimeSpan.FromSeconds(1),
            Unpriced = true,
        });

        Value(await Scrape.ParsedAsync(_exposition), """weir_unpriced_calls_total{model="new"}""").ShouldBe(1);
    }

    [Fact]
    public async Task An_attempt_is_counted_timed_and_its_tokens_with_it()
    {
        _metrics.AttemptSettled(new AttemptMeasurement
        {
            Endpoint = "chat.completions",
            Provider = "openai",
            Deployment = "fast-eu",
            ModelSent = "gpt",
            Outcome = Outcome.Truncated,
            Duration = TimeSpan.FromSeconds(2),
            TimeToFirstToken = TimeSpan.FromSeconds(0.5),
            Usage = new TokenUsage(1000, 200, CachedInput: 600, CacheWrite: 100, Reasoning: 150),
        });

        var families = await Scrape.ParsedAsync(_exposition);
        Value(families, """weir_attempts_total{provider="openai",deployment="fast-eu",outcome="truncated"}""").ShouldBe(1);
        const string Labels = "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\"";
        Value(families, $$"""gen_ai_client_operation_duration_seconds_sum{{{Labels}},error_type="truncated"}""").ShouldBe(2);
        Value(families, $$"""gen_ai_client_operation_time_to_first_chunk_seconds_sum{{{Labels}}}""").ShouldBe(0.5);
        Value(families, $$"""gen_ai_client_token_usage_sum{{{Labels}},gen_ai_request_model="gpt",gen_ai_token_type="input"}""").ShouldBe(1000);
        Value(families, $$"""gen_ai_client_token_usage_sum{{{Labels}},gen_ai_request_model="gpt",gen_ai_token_type="output"}""").ShouldBe(200);
        Value(families, $$"""weir_token_parts_total{{{Labels}},gen_ai_request_model="gpt",part="cached_input"}""").ShouldBe(600);
        Value(families, $$"""weir_token_parts_total{{{Labels}},gen_ai_request_model="gpt",part="cache_write"}""").ShouldBe(100);
        Value(families, $$"""weir_token_parts_total{{{Labels}},gen_ai_request_model="gpt",part="reasoning"}""").ShouldBe(150);
    }

    [Fact]
    public async Task An_attempt_that_used_no_tokens_adds_no_usage()
    {
        _metrics.AttemptSettled(new AttemptMeasurement
        {
            Endpoint = "chat.completions",
            Provider = "p",
            Deployment = "d",
            ModelSent = "m",
            Outcome = Outcome.UpstreamError,
            Duration = TimeSpan.FromSeconds(1),
        });

        (await Scrape.ParsedAsync(_exposition))["gen_ai_client_token_usage"].Samples.ShouldBeEmpty();
    }

    [Fact]
    public async Task Weir_reports_its_queue_its_build_and_its_process()
    {
        _metrics.LedgerCommitted(TimeSpan.FromMilliseconds(2), 5);

        var families = await Scrape.ParsedAsync(_exposition);
        Value(families, "weir_calls_in_flight").ShouldBe(7);
        Value(families, "weir_ledger_queue").ShouldBe(3);
        Value(families, "weir_ledger_commit_seconds_sum").ShouldBe(0.002);
        Value(families, "weir_ledger_batch_calls_sum").ShouldBe(5);
        families["weir_build_info"].Samples.ShouldHaveSingleItem().Value.ShouldBe(1);
        Value(families, "process_cpu_seconds_total").ShouldBeGreaterThan(0);
        Value(families, "process_resident_memory_bytes").ShouldBeGreaterThan(1_000_000);
        Value(families, "process_start_time_seconds").ShouldBeGreaterThan(1_600_000_000);
    }

    [Theory]
    [InlineData("chat.completions", "chat")]
    [InlineData("messages", "chat")]
    [InlineData("responses", "chat")]
    [InlineData("completions", "text_completion")]
    [InlineData("embeddings", "embeddings")]
    [InlineData("models", "models")]
    public void Endpoints_have_the_conventions_operation_names(string endpoint, string operation) =>
        OperationNames.Of(endpoint).ShouldBe(operation);

    private static double Value(Dictionary<string, ParsedFamily> families, string sample) =>
        families.Values.SelectMany(family => family.Samples).Single(entry => entry.Key == sample).Value;
}
