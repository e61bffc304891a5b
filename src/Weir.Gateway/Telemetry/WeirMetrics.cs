using System.Diagnostics.Metrics;
using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Weir.Gateway.Telemetry;

/// <summary>
/// Records the facts of calls and attempts. One call per fact, any thread, no allocation; what reads the figures listens to
/// <see cref="Meter"/>. A tag without a value is a label that is absent.
/// </summary>
internal sealed class WeirMetrics : IDisposable
{
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _callDuration;
    private readonly Histogram<double> _timeToFirstToken;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _attemptDuration;
    private readonly Histogram<double> _timeToFirstChunk;
    private readonly Histogram<long> _tokenUsage;
    private readonly Counter<long> _tokenParts;
    private readonly Counter<long> _settledResponses;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _unpricedCalls;
    private readonly Counter<long> _answersLeftOut;
    private readonly Counter<long> _faultsInjected;
    private readonly Counter<long> _faultsSkipped;
    private readonly Counter<long> _answersFaulty;
    private readonly Counter<long> _streamsRescued;
    private readonly Counter<long> _eventsSkipped;
    private readonly Histogram<double> _ledgerCommit;
    private readonly Histogram<long> _ledgerBatch;
    private readonly Histogram<long> _embeddingBatch;

    public WeirMetrics()
    {
        _calls = Counter<long>(MetricTable.Calls);
        _callDuration = Histogram(MetricTable.CallDuration);
        _timeToFirstToken = Histogram(MetricTable.TimeToFirstToken);
        _attempts = Counter<long>(MetricTable.Attempts);
        _attemptDuration = Histogram(MetricTable.AttemptDuration);
        _timeToFirstChunk = Histogram(MetricTable.TimeToFirstChunk);
        _tokenUsage = CountHistogram(MetricTable.TokenUsage);
        _tokenParts = Counter<long>(MetricTable.TokenParts);
        _settledResponses = Counter<long>(MetricTable.SettledResponses);
        _cost = Counter<double>(MetricTable.Cost);
        _unpricedCalls = Counter<long>(MetricTable.UnpricedCalls);
        _answersLeftOut = Counter<long>(MetricTable.AnswersLeftOut);
        _faultsInjected = Counter<long>(MetricTable.FaultsInjected);
        _faultsSkipped = Counter<long>(MetricTable.FaultsSkipped);
        _answersFaulty = Counter<long>(MetricTable.AnswersFaulty);
        _streamsRescued = Counter<long>(MetricTable.StreamsRescued);
        _eventsSkipped = Counter<long>(MetricTable.EventsSkipped);
        _ledgerCommit = Histogram(MetricTable.LedgerCommit);
        _ledgerBatch = CountHistogram(MetricTable.LedgerBatch);
        _embeddingBatch = CountHistogram(MetricTable.EmbeddingBatch);

        Deployments = new DeploymentMetrics(Meter);
        Budgets = new BudgetMetrics(Meter);
        Gauge(MetricTable.CallsInFlight, () => new(CallsInFlight()));
        Gauge(MetricTable.LedgerQueue, () => new(LedgerQueue()));
        Gauge(MetricTable.UnsettledResponses, () => new(UnsettledResponses()));
        Gauge(MetricTable.FaultsActive, () => new(FaultsActive()));
        var stored = MetricTable.ResponseBytes;
        Meter.CreateObservableGauge(stored.Name, () => ResponseBytes().Select(held => new Measurement<double>(held.Value, new Tag(MetricTable.Tenant, held.Key))), stored.Unit, stored.Help);
        Tag[] build = [new(MetricTable.Version, ProcessFacts.Version), new(MetricTable.Runtime, Environment.Version.ToString())];
        Gauge(MetricTable.BuildInfo, () => new(1, build));
        Gauge(MetricTable.ProcessMemory, static () => new(Environment.WorkingSet));
        Gauge(MetricTable.ProcessStart, static () => new(ProcessFacts.StartTime));
        var cpu = MetricTable.ProcessCpu;
        Meter.CreateObservableCounter(cpu.Name, ProcessFacts.CpuSeconds, cpu.Unit, cpu.Help);
    }

    /// <summary>The meter that all instruments belong to.</summary>
    public Meter Meter { get; } = new(MetricTable.MeterName);

    /// <summary>How deployments are doing.</summary>
    public DeploymentMetrics Deployments { get; }

    /// <summary>What becomes of budgets.</summary>
    public BudgetMetrics Budgets { get; }

    /// <summary>Asked at every scrape. Set once, while wiring.</summary>
    public Func<long> CallsInFlight { get; set; } = static () => 0;

    /// <summary>Asked at every scrape. Set once, while wiring.</summary>
    public Func<long> LedgerQueue { get; set; } = static () => 0;

    /// <summary>Asked at every scrape. Set once, while wiring.</summary>
    public Func<long> UnsettledResponses { get; set; } = static () => 0;

    /// <summary>Asked at every scrape. Set once, while wiring.</summary>
    public Func<long> FaultsActive { get; set; } = static () => 0;

    /// <summary>Asked at every scrape: bytes of stored responses by tenant. Set once, while wiring.</summary>
    public Func<IEnumerable<KeyValuePair<string, long>>> ResponseBytes { get; set; } = static () => [];

    /// <summary>Counts a call that has ended.</summary>
    public void CallSettled(in CallMeasurement call)
    {
        var outcome = OutcomeNames.Of(call.Outcome);
        Tag operation = new(MetricTable.OperationName, OperationNames.Of(call.Endpoint));
        Tag requestModel = new(MetricTable.RequestModel, call.Model);
        Tag model = new(MetricTable.Model, call.Model);
        Tag tenant = new(MetricTable.Tenant, call.Tenant);

        Add(_calls, 1, [new(MetricTable.Endpoint, call.Endpoint), model, tenant, new(MetricTable.Outcome, outcome)]);
        Record(_callDuration, call.Duration.TotalSeconds, [operation, requestModel, Error(call.Outcome, outcome)]);
        if (call.TimeToFirstToken is { } first) Record(_timeToFirstToken, first.TotalSeconds, [operation, requestModel]);
        if (call.Cost is > 0) Add(_cost, (double)call.Cost.Value, [tenant, model]);
        if (call.Unpriced) Add(_unpricedCalls, 1, [model]);
    }

    /// <summary>Counts a try at an upstream that has ended.</summary>
    public void AttemptSettled(in AttemptMeasurement attempt)
    {
        var outcome = OutcomeNames.Of(attempt.Outcome);
        Tag operation = new(MetricTable.OperationName, OperationNames.Of(attempt.Endpoint));
        Tag provider = new(MetricTable.ProviderName, attempt.Provider);

        Add(_attempts, 1,
        [
            new(MetricTable.Provider, attempt.Provider),
            new(MetricTable.Deployment, attempt.Deployment),
            new(MetricTable.Outcome, outcome),
        ]);
        Record(_attemptDuration, attempt.Duration.TotalSeconds, [operation, provider, Error(attempt.Outcome, outcome)]);
        if (attempt.TimeToFirstToken is { } first) Record(_timeToFirstChunk, first.TotalSeconds, [operation, provider]);
        if (attempt.Usage.Total > 0) TokensUsed(operation, provider, new(MetricTable.RequestModel, attempt.ModelSent), attempt.Usage);
    }

    /// <summary>Counts what became known of a response after its call had ended and had been counted.</summary>
    public void ResponseSettled(in ResponseMeasurement response)
    {
        Tag model = new(MetricTable.Model, response.Model);
        Add(_settledResponses, 1, [new(MetricTable.Deployment, response.Deployment), new(MetricTable.UsageFrom, OutcomeNames.Of(response.Source))]);
        if (response.Cost is > 0) Add(_cost, (double)response.Cost.Value, [new(MetricTable.Tenant, response.Tenant), model]);
        if (response.Source.HasCounts() && response.Cost is null) Add(_unpricedCalls, 1, [model]);
        if (response.Usage.Total == 0) return;
        TokensUsed(
            new(MetricTable.OperationName, OperationNames.Of(response.Endpoint)),
            new(MetricTable.ProviderName, response.Provider),
            new(MetricTable.RequestModel, response.ModelSent),
            response.Usage);
    }

    /// <summary>Counts a translated answer of which something was left out.</summary>
    public void AnswerLeftOut(string provider, string deployment) =>
        Add(_answersLeftOut, 1, [new(MetricTable.Provider, provider), new(MetricTable.Deployment, deployment)]);

    /// <summary>Counts an attempt that a fault touched.</summary>
    public void FaultInjected(string fault, string deployment) =>
        Add(_faultsInjected, 1, [new(MetricTable.Fault, fault), new(MetricTable.Deployment, deployment)]);

    /// <summary>Counts an attempt that the blast cap kept a fault from.</summary>
    public void FaultSkipped(string fault) => Add(_faultsSkipped, 1, [new(MetricTable.Fault, fault)]);

    /// <summary>Counts an answer that was no good.</summary>
    public void AnswerFaulty(string deployment, string check) =>
        Add(_answersFaulty, 1, [new(MetricTable.Deployment, deployment), new(MetricTable.Check, check)]);

    /// <summary>Counts a stream that broke in the middle.</summary>
    /// <param name="how"><c>prefill</c>, <c>splice</c> or <c>failed</c>.</param>
    public void StreamRescued(string how) => Add(_streamsRescued, 1, [new(MetricTable.How, how)]);

    /// <summary>Counts events that made no sense and were passed over.</summary>
    public void EventsSkipped(string provider, string deployment, int count) =>
        Add(_eventsSkipped, count, [new(MetricTable.Provider, provider), new(MetricTable.Deployment, deployment)]);

    /// <summary>Counts an upstream call that several embeddings are sent as.</summary>
    public void BatchSent(string model, int calls) => Record(_embeddingBatch, calls, [new(MetricTable.Model, model)]);

    /// <summary>Counts a group commit of the ledger.</summary>
    public void LedgerCommitted(TimeSpan duration, int calls)
    {
        _ledgerCommit.Record(duration.TotalSeconds);
        _ledgerBatch.Record(calls);
    }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private void TokensUsed(Tag operation, Tag provider, Tag model, in TokenUsage usage)
    {
        Record(_tokenUsage, usage.Input, [operation, provider, model, new(MetricTable.TokenType, "input")]);
        Record(_tokenUsage, usage.Output, [operation, provider, model, new(MetricTable.TokenType, "output")]);
        if (usage.CachedInput > 0) Add(_tokenParts, usage.CachedInput, [operation, provider, model, new(MetricTable.Part, "cached_input")]);
        if (usage.CacheWrite > 0) Add(_tokenParts, usage.CacheWrite, [operation, provider, model, new(MetricTable.Part, "cache_write")]);
        if (usage.Reasoning > 0) Add(_tokenParts, usage.Reasoning, [operation, provider, model, new(MetricTable.Part, "reasoning")]);
    }

    private static Tag Error(Outcome outcome, string name) => new(MetricTable.ErrorType, outcome == Outcome.Completed ? null : name);

    // Spans on the caller's stack: the instruments' other overloads copy their tags or allocate them.
    private static void Add<T>(Counter<T> counter, T amount, ReadOnlySpan<Tag> tags)
        where T : struct => counter.Add(amount, tags);

    private static void Record<T>(Histogram<T> histogram, T value, ReadOnlySpan<Tag> tags)
        where T : struct => histogram.Record(value, tags);

    private Counter<T> Counter<T>(MetricDefinition row)
        where T : struct => Meter.CreateCounter<T>(row.Name, row.Unit, row.Help);

    private Histogram<double> Histogram(MetricDefinition row) =>
        Meter.CreateHistogram(row.Name, row.Unit, row.Help, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = row.Buckets });

    private Histogram<long> CountHistogram(MetricDefinition row) => Meter.CreateHistogram(row.Name, row.Unit, row.Help, null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = Array.ConvertAll(row.Buckets, static bound => (long)bound) });

    private void Gauge(MetricDefinition row, Func<Measurement<double>> read) =>
        Meter.CreateObservableGauge(row.Name, read, row.Unit, row.Help);
}
