using System.Diagnostics.Metrics;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Weir.Gateway.Telemetry;

/// <summary>Records how deployments are doing and what they can take. Any thread; counting does not allocate.</summary>
internal sealed class DeploymentMetrics
{
    private readonly Counter<long> _opened;
    private readonly Counter<long> _ejected;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _waits;
    private readonly Counter<long> _retriesRefused;
    private readonly Counter<long> _hedges;

    public DeploymentMetrics(Meter meter)
    {
        _opened = Counter(meter, MetricTable.CircuitsOpened);
        _ejected = Counter(meter, MetricTable.Ejections);
        _refused = Counter(meter, MetricTable.SlotsRefused);
        _waits = meter.CreateHistogram(
            MetricTable.QueueWait.Name, MetricTable.QueueWait.Unit, MetricTable.QueueWait.Help, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = MetricTable.QueueWait.Buckets });
        _retriesRefused = Counter(meter, MetricTable.RetriesRefused);
        _hedges = Counter(meter, MetricTable.Hedges);
        Gauge(meter, MetricTable.DeploymentHealth, () => Health());
        Gauge(meter, MetricTable.ConcurrencyLimit, () => Limits());
        Gauge(meter, MetricTable.SlotsTaken, () => Taken());
        Gauge(meter, MetricTable.SlotsAwaited, () => Waiting());
    }

    /// <summary>Asked at every scrape, by deployment. Set once, while wiring; as the three below.</summary>
    public Func<IEnumerable<KeyValuePair<string, double>>> Health { get; set; } = static () => [];

    public Func<IEnumerable<KeyValuePair<string, double>>> Limits { get; set; } = static () => [];

    public Func<IEnumerable<KeyValuePair<string, double>>> Taken { get; set; } = static () => [];

    public Func<IEnumerable<KeyValuePair<string, double>>> Waiting { get; set; } = static () => [];

    /// <summary>Counts a circuit breaker that has opened.</summary>
    public void Opened(string deployment, string family) => _opened.Add(1, new(MetricTable.Deployment, deployment), new Tag(MetricTable.Family, family));

    /// <summary>Counts a deployment that was taken out of a model's route for a while.</summary>
    public void Ejected(string deployment, string model) => _ejected.Add(1, new(MetricTable.Deployment, deployment), new Tag(MetricTable.Model, model));

    /// <summary>Counts an attempt for which a deployment had no room.</summary>
    public void Refused(string deployment, string priority, string reason) => _refused.Add(
        1, new(MetricTable.Deployment, deployment), new(MetricTable.Priority, priority), new Tag(MetricTable.Reason, reason));

    /// <summary>Records how long an attempt waited for its place, whether it got one or not.</summary>
    public void Waited(string deployment, string priority, TimeSpan wait) => _waits.Record(
        wait.TotalSeconds, new(MetricTable.Deployment, deployment), new Tag(MetricTable.Priority, priority));

    /// <summary>Counts a retry that the budget did not allow.</summary>
    public void RetryRefused(string tenant, string provider) => _retriesRefused.Add(1, new(MetricTable.Tenant, tenant), new Tag(MetricTable.Provider, provider));

    /// <summary>Counts an attempt that was sent beside one that was late.</summary>
    /// <param name="model">What the client asked for.</param>
    /// <param name="deployment">Where it went.</param>
    /// <param name="result"><c>won</c>, <c>lost</c> or <c>failed</c>.</param>
    public void Hedged(string model, string deployment, string result) => _hedges.Add(
        1, new(MetricTable.Model, model), new(MetricTable.Deployment, deployment), new Tag(MetricTable.Result, result));

    private static Counter<long> Counter(Meter meter, MetricDefinition row) => meter.CreateCounter<long>(row.Name, row.Unit, row.Help);

    private static void Gauge(Meter meter, MetricDefinition row, Func<IEnumerable<KeyValuePair<string, double>>> read) => meter.CreateObservableGauge(
        row.Name, () => read().Select(each => new Measurement<double>(each.Value, new Tag(MetricTable.Deployment, each.Key))), row.Unit, row.Help);
}
