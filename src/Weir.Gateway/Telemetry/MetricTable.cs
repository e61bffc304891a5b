using static Weir.Gateway.Telemetry.MetricKind;

namespace Weir.Gateway.Telemetry;

/// <summary>
/// Every metric that Weir emits: names, units, buckets, labels. Names are an interface: dashboards and alerts hold on to them.
/// <para>
/// Where the OpenTelemetry GenAI conventions have a name it is used: <c>gen_ai.server.*</c> for the calls that clients make,
/// <c>gen_ai.client.*</c> for the attempts that Weir makes upstream. Everything else is <c>weir.*</c>, or <c>process.*</c> as
/// Prometheus client libraries name it.
/// </para>
/// <para>
/// A label's values come from the configuration or from a closed set, never from a client. Tenants label counters only, and
/// deployments one histogram, of few buckets: others have seventeen series for each.
/// </para>
/// </summary>
internal static class MetricTable
{
    public const string MeterName = "Weir";

    public const string OperationName = "gen_ai.operation.name";
    public const string ProviderName = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string TokenType = "gen_ai.token.type";
    public const string ErrorType = "error.type";
    public const string Endpoint = "endpoint";
    public const string Model = "model";
    public const string Tenant = "tenant";
    public const string Outcome = "outcome";
    public const string Provider = "provider";
    public const string Deployment = "deployment";
    public const string Check = "check";
    public const string Part = "part";
    public const string How = "how";
    public const string UsageFrom = "usage_source";
    public const string Family = "family";
    public const string Priority = "priority";
    public const string Reason = "reason";
    public const string Result = "result";
    public const string Fault = "fault";
    public const string Kind = "kind";
    public const string Target = "target";
    public const string Dimension = "dimension";
    public const string Action = "action";
    public const string Version = "version";
    public const string Budget = "budget";
    public const string Limit = "limit";
    public const string Runtime = "runtime";

    private static readonly double[] Durations = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
    private static readonly double[] FirstTokens =
        [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] Commits = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
    private static readonly double[] Waits = [0.01, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private static readonly double[] Batches = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
    private static readonly double[] Tokens =
        [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    // What clients saw.
    public static readonly MetricDefinition Calls = new("weir.calls", Counter, "{call}",
        "Calls by how they ended.", Endpoint, Model, Tenant, Outcome);
    public static readonly MetricDefinition CallsInFlight = new("weir.calls.in_flight", Gauge, "{call}",
        "Calls that have arrived and have not ended.");
    public static readonly MetricDefinition CallDuration = new("gen_ai.server.request.duration", Histogram, "s",
        "Time from a call's arrival to its end; error_type is absent from calls that completed.", OperationName, RequestModel, ErrorType)
    { Buckets = Durations };
    public static readonly MetricDefinition TimeToFirstToken = new("gen_ai.server.time_to_first_token", Histogram, "s",
        "Time from a streamed call's arrival to its first content.", OperationName, RequestModel)
    { Buckets = FirstTokens };

    // What upstreams did. Here the request's model is the one that was sent.
    public static readonly MetricDefinition Attempts = new("weir.attempts", Counter, "{attempt}",
        "Tries at an upstream by how they ended.", Provider, Deployment, Outcome);
    public static readonly MetricDefinition AttemptDuration = new("gen_ai.client.operation.duration", Histogram, "s",
        "Time that a try at an upstream took; error_type is absent from tries that completed.", OperationName, ProviderName, ErrorType)
    { Buckets = Durations };
    public static readonly MetricDefinition TimeToFirstChunk = new("gen_ai.client.operation.time_to_first_chunk", Histogram, "s",
        "Time until an upstream's first content.", OperationName, ProviderName)
    { Buckets = FirstTokens };
    public static readonly MetricDefinition TokenUsage = new("gen_ai.client.token.usage", Histogram, "{token}",
        "Tokens per try: input includes cached input, output includes reasoning.", OperationName, ProviderName, RequestModel, TokenType)
    { Buckets = Tokens };

    public static readonly MetricDefinition AnswersLeftOut = new("weir.answers.left_out", Counter, "{answer}",
        "Translated answers of which something was left out, since the client's API cannot carry it.", Provider, Deployment);

    public static readonly MetricDefinition AnswersFaulty = new("weir.answers.faulty", Counter, "{answer}",
        "Answers that came whole and were no good, by what they were found by.", Deployment, Check);

    public static readonly MetricDefinition StreamsRescued = new("weir.streams.rescued", Counter, "{stream}",
        "Streams that broke in the middle and that another attempt took over, by how: prefill (the model went on from there), splice (asked anew, it said the same again), failed (the client was told).", How);
    public static readonly MetricDefinition EventsSkipped = new("weir.stream.events.skipped", Counter, "{event}",
        "Events of streamed answers that were passed over because they are none in the upstream's dialect.", Provider, Deployment);

    // The same labels as the usage that these are parts of, so that one divides by the other.
    public static readonly MetricDefinition TokenParts = new("weir.token.parts", Counter, "{token}",
        "Tokens that are a part of input (cached_input, cache_write) or output (reasoning) and have a price of their own.",
        OperationName, ProviderName, RequestModel, Part);

    // How deployments are doing, and how much they can take.
    public static readonly MetricDefinition DeploymentHealth = new("weir.deployment.health", Gauge, "{share}",
        "1 while calls go to the deployment, 0.5 while a few do on trial, 0 while none do.", Deployment);
    public static readonly MetricDefinition CircuitsOpened = new("weir.deployment.circuit_opened", Counter, "{time}",
        "Times that calls were kept away from a deployment, by the family of its failures.", Deployment, Family);
    public static readonly MetricDefinition Ejections = new("weir.deployment.ejections", Counter, "{time}",
        "Times that a deployment was left out of a model's route for failing more often than the others.", Deployment, Model);
    public static readonly MetricDefinition ConcurrencyLimit = new("weir.deployment.concurrency_limit", Gauge, "{attempt}",
        "How many attempts may be under way at a deployment.", Deployment);
    public static readonly MetricDefinition SlotsTaken = new("weir.deployment.attempts_in_flight", Gauge, "{attempt}",
        "Attempts that are under way at a deployment.", Deployment);
    public static readonly MetricDefinition SlotsAwaited = new("weir.deployment.attempts_waiting", Gauge, "{attempt}",
        "Attempts that wait until a deployment can take them.", Deployment);
    public static readonly MetricDefinition SlotsRefused = new("weir.deployment.attempts_refused", Counter, "{attempt}",
        "Attempts for which a deployment had no room, by priority and reason.", Deployment, Priority, Reason);
    public static readonly MetricDefinition QueueWait = new("weir.queue.wait", Histogram, "s",
        "Time that attempts waited for a place at a deployment, got or not; those that found one at once are not counted.", Deployment, Priority)
    { Buckets = Waits };
    public static readonly MetricDefinition RetriesRefused = new("weir.retries_refused", Counter, "{retry}",
        "Retries that the retry budget of a tenant at a provider did not allow.", Tenant, Provider);

    public static readonly MetricDefinition EmbeddingBatch = new("weir.embedding.batch.calls", Histogram, "{call}",
        "Calls per upstream call that several embeddings were sent as.", Model)
    { Buckets = Batches };
    public static readonly MetricDefinition Hedges = new("weir.hedges", Counter, "{attempt}",
        "Attempts that were sent beside one that was late, by what became of them: won (answered first), lost (stopped, since the other one had answered), failed.", Model, Deployment, Result);

    // Responses that providers go on with by themselves.
    public static readonly MetricDefinition UnsettledResponses = new("weir.responses.unsettled", Gauge, "{response}",
        "Responses that providers were at work on when their call ended and whose usage is not in the ledger yet.");
    public static readonly MetricDefinition SettledResponses = new("weir.responses.settled", Counter, "{response}",
        "Responses whose usage came into the ledger after their call had ended, by where it is from; of those whose usage is unknown the cost is too.",
        Deployment, UsageFrom);

    // Faults that an operator put in.
    public static readonly MetricDefinition FaultsActive = new("weir.faults.active", Gauge, "{fault}",
        "Injected faults that are in force.");
    public static readonly MetricDefinition FaultsInjected = new("weir.faults.injected", Counter, "{attempt}",
        "Tries at an upstream that an injected fault touched.", Fault, Deployment);
    public static readonly MetricDefinition FaultsSkipped = new("weir.faults.skipped", Counter, "{attempt}",
        "Tries at an upstream that an injected fault would have touched, had limits.fault_share not held it back.", Fault);

    // What people are told.
    public static readonly MetricDefinition Alerts = new("weir.alerts", Counter, "{alert}",
        "Alerts by what became of them at each target: delivered, failed, dropped (too many waited); or repeated, which go to none.", Kind, Target, Result);

    public static readonly MetricDefinition Anomalies = new("weir.anomalies", Counter, "{anomaly}",
        "Unusual spending and loops that were found, by of what.", Kind, Dimension);
    public static readonly MetricDefinition CallsHeldBack = new("weir.calls.held_back", Counter, "{call}",
        "Calls that were refused because their key, session or user is paused or throttled.", Action, Dimension);

    // Money. A float for graphs; the ledger has the exact figures.
    public static readonly MetricDefinition Cost = new("weir.cost.usd", Counter, "{USD}",
        "US dollars spent, rounded as floats are; the ledger has the exact figure.", Tenant, Model);
    public static readonly MetricDefinition UnpricedCalls = new("weir.unpriced_calls", Counter, "{call}",
        "Calls that used tokens for which no price is known, and that weir_cost_usd_total therefore lacks.", Model);

    // Budgets. A counter for each user would be a label from a client: the one that has spent most stands for all of a budget's.
    public static readonly MetricDefinition BudgetSpent = new("weir.budget.spent", Gauge, "{share}",
        "What was spent of a budget, as a share of its limit; of several counters the one that has spent most.", Budget);
    public static readonly MetricDefinition BudgetReserved = new("weir.budget.reserved", Gauge, "{share}",
        "What attempts under way have reserved of a budget, as a share of its limit; of several counters the one of which most is.", Budget);
    public static readonly MetricDefinition BudgetRefused = new("weir.budget.attempts_refused", Counter, "{attempt}",
        "Attempts that a budget did not allow, by reason: exceeded, busy (others have reserved what is left), unpriced.", Budget, Reason);
    public static readonly MetricDefinition BudgetHoldsSwept = new("weir.budget.holds_swept", Counter, "{call}",
        "Calls whose reservations were given back long after their deadline; 0 unless something is wrong with Weir.");

    // Limits on requests, tokens and concurrency.
    public static readonly MetricDefinition LimitRefused = new("weir.limit.calls_refused", Counter, "{call}",
        "Calls that a rate limit did not let in, by which of its numbers they would have to wait for longest.", Limit, Reason);

    // Weir itself.
    public static readonly MetricDefinition LedgerCommit = new("weir.ledger.commit", Histogram, "s",
        "Time that a group commit of the ledger took.")
    { Buckets = Commits };
    public static readonly MetricDefinition LedgerBatch = new("weir.ledger.batch.calls", Histogram, "{call}",
        "Calls per group commit of the ledger.")
    { Buckets = Batches };
    public static readonly MetricDefinition LedgerQueue = new("weir.ledger.queue", Gauge, "{call}",
        "Calls that wait for the ledger's next commit.");
    public static readonly MetricDefinition ResponseBytes = new("weir.responses.stored", Gauge, "By",
        "Bytes of stored responses that each tenant holds.", Tenant);
    public static readonly MetricDefinition BuildInfo = new("weir.build.info", Gauge, "{build}",
        "Always 1; the labels say what runs.", Version, Runtime);
    public static readonly MetricDefinition ProcessCpu = new("process.cpu", Counter, "s", "User and system processor time spent.");
    public static readonly MetricDefinition ProcessMemory = new("process.resident_memory", Gauge, "By", "Resident memory.");
    public static readonly MetricDefinition ProcessStart = new("process.start_time", Gauge, "s", "Start of the process since the Unix epoch.");

    /// <summary>The whole table.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        Calls, CallsInFlight, CallDuration, TimeToFirstToken,
        Attempts, AttemptDuration, TimeToFirstChunk, TokenUsage, TokenParts, AnswersLeftOut, AnswersFaulty, StreamsRescued, EventsSkipped,
        DeploymentHealth, CircuitsOpened, Ejections, ConcurrencyLimit, SlotsTaken, SlotsAwaited, SlotsRefused, QueueWait, RetriesRefused,
        Hedges, EmbeddingBatch,
        UnsettledResponses, SettledResponses, FaultsActive, FaultsInjected, FaultsSkipped, Cost, UnpricedCalls,
        BudgetSpent, BudgetReserved, BudgetRefused, BudgetHoldsSwept, LimitRefused, Alerts, Anomalies, CallsHeldBack,
        LedgerCommit, LedgerBatch, LedgerQueue, ResponseBytes, BuildInfo, ProcessCpu, ProcessMemory, ProcessStart,
    ];
}
