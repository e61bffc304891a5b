using System.Diagnostics.Metrics;
using Weir.Dialects.Usage;
using Weir.Gateway.Alerts;
using Weir.Gateway.Anomalies;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;
using Weir.Gateway.Telemetry.Prometheus;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Tests.Telemetry;

public sealed class MetricTableTests
{
    public static TheoryData<string> Names => [.. MetricTable.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_row_is_exposed_with_its_help_type_and_labels(string name)
    {
        var row = MetricTable.All.Single(row => row.Name == name);
        using var metrics = new WeirMetrics();
        using var exposition = new PrometheusExposition(metrics.Meter);
        RecordEverything(metrics);

        var type = row.Kind.ToString().ToLowerInvariant();
        var family = (await Scrape.ParsedAsync(exposition))[PrometheusName.OfMetric(row.Name, row.Unit, type)];

        family.Type.ShouldBe(type);
        family.Help.ShouldBe(row.Help);
        family.Samples.ShouldNotBeEmpty();
        family.Labels.ShouldBe(row.Labels.Select(PrometheusName.OfLabel).Concat(row.Kind == MetricKind.Histogram ? ["le"] : []), ignoreOrder: true);
    }

    [Fact]
    public void The_meter_has_no_instrument_that_the_table_lacks()
    {
        var published = new List<string>();
        using var metrics = new WeirMetrics();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Meter)) published.Add(instrument.Name);
        };
        listener.Start();
        _ = (new AlertMetrics(metrics), new AnomalyMetrics(metrics), new LimitMetrics(metrics));

        published.ShouldBe(MetricTable.All.Select(row => row.Name), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Histograms_and_only_they_have_ascending_buckets(string name)
    {
        var row = MetricTable.All.Single(row => row.Name == name);

        (row.Buckets.Length > 0).ShouldBe(row.Kind == MetricKind.Histogram);
        row.Buckets.SequenceEqual(row.Buckets.Distinct().Order()).ShouldBeTrue();
    }

    private static void RecordEverything(WeirMetrics metrics)
    {
        metrics.ResponseBytes = static () => [new("t", 1)];
        metrics.LedgerCommitted(TimeSpan.FromMilliseconds(1), 1);
        metrics.AnswerLeftOut("p", "d");
        var deployments = metrics.Deployments;
        deployments.Health = deployments.Limits = deployments.Taken = deployments.Waiting = static () => [new("d", 1)];
        deployments.Opened("d", "errors");
        deployments.Ejected("d", "m");
        deployments.Refused("d", "low", "full");
        deployments.Waited("d", "normal", TimeSpan.FromSeconds(1));
        deployments.RetryRefused("t", "p");
        deployments.Hedged("m", "d", "won");
        new AlertMetrics(metrics).Count("loop", "ops", AlertResult.Delivered);
        var anomalies = new AnomalyMetrics(metrics);
        anomalies.Found("loop", "session");
        anomalies.Refused("pause", "session");
        var limit = RateLimitModel.Own("keys", "k", "k", new QuotaModel { RequestsPerMinute = 1 })!;
        new LimitMetrics(metrics).Refused(new LimitRefusal(limit, LimitUnit.Requests, IsDay: false, 1, 1, 1, TimeSpan.Zero));
        metrics.Budgets.Spent = metrics.Budgets.Reserved = static () => [new("b", 1)];
        metrics.Budgets.Refused("b", "exceeded");
        metrics.Budgets.Swept(1);
        metrics.AnswerFaulty("d", "empty");
        metrics.FaultInjected("f", "d");
        metrics.FaultSkipped("f");
        metrics.BatchSent("m", 2);
        metrics.StreamRescued("splice");
        metrics.EventsSkipped("p", "d", 1);
        metrics.CallSettled(new CallMeasurement
        {
            Endpoint = "chat.completions",
            Model = "m",
            Tenant = "t",
            Outcome = Outcome.Truncated,
            Duration = TimeSpan.FromSeconds(1),
            TimeToFirstToken = TimeSpan.FromSeconds(1),
            Cost = 1,
            Unpriced = true,
        });
        metrics.ResponseSettled(new ResponseMeasurement
        {
            Endpoint = "responses",
            Tenant = "t",
            Model = "m",
            Provider = "p",
            Deployment = "d",
            ModelSent = "s",
            Usage = new TokenUsage(10, 5, 3, 1, 2),
            Source = UsageSource.Provider,
            Cost = 1,
        });
        metrics.AttemptSettled(new AttemptMeasurement
        {
            Endpoint = "chat.completions",
            Provider = "p",
            Deployment = "d",
            ModelSent = "s",
            Outcome = Outcome.Truncated,
            Duration = TimeSpan.FromSeconds(1),
            TimeToFirstToken = TimeSpan.FromSeconds(1),
            Usage = new TokenUsage(10, 10, 5, 5, 5),
        });
    }
}
