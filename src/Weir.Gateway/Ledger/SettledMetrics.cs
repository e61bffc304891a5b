using Weir.Gateway.Calls;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Ledger;

/// <summary>Counts settled calls and their attempts in the metrics.</summary>
internal sealed class SettledMetrics(WeirMetrics metrics)
{
    /// <param name="call">The call as the ledger was to keep it.</param>
    /// <param name="seen">How it ended for the client, who sees another end when the call could not be recorded.</param>
    public void Count(Call call, Outcome seen)
    {
        var record = call.Record;
        metrics.CallSettled(new CallMeasurement
        {
            Endpoint = record.Endpoint,
            // A model that does not exist is whatever a client made up: no label of ours.
            Model = call.Deployment is null ? null : record.ModelAsked,
            Tenant = record.Tenant,
            Outcome = seen,
            Duration = Span(record.DurationMicros),
            TimeToFirstToken = record.FirstTokenMicros is { } first ? Span(first) : null,
            Cost = record.Cost,
            Unpriced = record.UsageSource.HasCounts() && record.Cost is null,
        });
        CountAttempts(record);
    }

    /// <summary>Counts a call's attempts. Those that it had together with other calls were counted once, for all of them.</summary>
    public void CountAttempts(CallRecord record)
    {
        foreach (var attempt in record.Attempts)
            if (attempt.BatchId is null) Count(record.Endpoint, attempt);
    }

    /// <summary>Counts what became known of a call that was counted before.</summary>
    public void Count(in ResponseMeasurement settled) => metrics.ResponseSettled(settled);

    private void Count(string endpoint, AttemptRecord attempt) => metrics.AttemptSettled(new AttemptMeasurement
    {
        Endpoint = endpoint,
        Provider = attempt.Provider,
        Deployment = attempt.Deployment,
        ModelSent = attempt.ModelSent,
        Outcome = attempt.Outcome,
        Duration = Span(attempt.EndedMicros - attempt.StartedMicros),
        TimeToFirstToken = attempt.FirstTokenMicros is { } first ? Span(first - attempt.StartedMicros) : null,
        Usage = attempt.Usage,
    });

    private static TimeSpan Span(long micros) => TimeSpan.FromMicroseconds(micros);
}
