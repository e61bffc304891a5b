using Weir.Cli.Output;
using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Pricing;

namespace Weir.Cli.Commands.Ledger;

/// <summary>One call with its attempts, for a person to read.</summary>
internal static class CallPage
{
    public static void Write(TextWriter output, CallRecord call)
    {
        Field(output, "call", call.Id);
        Field(output, "time", Show.Iso(call.StartedAt));
        Field(output, "outcome", $"{OutcomeNames.Of(call.Outcome)}, status {call.Status}{Error(call.ErrorCode)}");
        Field(output, "endpoint", call.Endpoint + (call.Streamed ? ", streamed" : ""));
        Field(output, "tenant", Show.Text(call.Tenant));
        Field(output, "feature", Show.Text(call.Feature));
        Field(output, "key", Show.Text(call.KeyId));
        Field(output, "user", Show.Text(call.User));
        Field(output, "session", Show.Text(call.Session));
        Field(output, "tags", Show.Text(call.Tags));
        Field(output, "origin", OriginNames.Of(call.Origin));
        Field(output, "prompt", Show.Text(call.Prompt));
        Field(output, "client's id", Show.Text(call.ClientRequestId));
        Field(output, "release", call.Release);
        Field(output, "model", Models(call.ModelAsked, call.ModelAnswered));
        Field(output, "deployment", $"{Show.Text(call.Deployment)}{(call.Region is { } region ? $" in {Show.Text(region)}" : "")}");
        Field(output, "finish", Show.Text(call.FinishReason));
        Field(output, "first byte", Show.Duration(call.FirstByteMicros));
        Field(output, "first token", Show.Duration(call.FirstTokenMicros));
        Field(output, "duration", Show.Duration(call.DurationMicros));
        if (call.QueuedMicros > 0) Field(output, "queued", Show.Duration(call.QueuedMicros));
        Field(output, "tokens", CallText.AllTokens(call.Usage, call.UsageSource));
        Field(output, "cost", Cost(call.Cost, call.UsageSource, null));
        Priced(output, call.Usage, call.Gaps, call.Saved);
        if (call.SettledAt is { } settled) Field(output, "settled", Show.Iso(settled));
        if (call.SharedWith is { } leader) Field(output, "shared with", $"{Show.Text(leader)}, which has paid");
        if (call.Attempts.Count == 0) output.WriteLine("\nNothing was sent to a provider.");
        foreach (var attempt in call.Attempts) Attempt(output, attempt);
    }

    private static void Attempt(TextWriter output, AttemptRecord attempt)
    {
        output.WriteLine($"\nattempt {attempt.Number}{WhyMade(attempt.Origin)}");
        var status = attempt.Status is { } known ? $"status {known}" : "no status";
        Field(output, "outcome", $"{OutcomeNames.Of(attempt.Outcome)}, {status}{Error(attempt.ErrorCode)}");
        Field(output, "deployment", $"{Show.Text(attempt.Deployment)} at provider {Show.Text(attempt.Provider)}");
        Field(output, "model", Models(attempt.ModelSent, attempt.ModelAnswered, "sent"));
        Field(output, "provider's id", Show.Text(attempt.UpstreamRequestId));
        if (attempt.QueuedMicros > 0) Field(output, "queued", Show.Duration(attempt.QueuedMicros));
        Field(output, "started", Show.Duration(attempt.StartedMicros));
        Field(output, "first byte", Show.Duration(attempt.FirstByteMicros));
        Field(output, "first token", Show.Duration(attempt.FirstTokenMicros));
        Field(output, "ended", Show.Duration(attempt.EndedMicros));
        Field(output, "tokens", CallText.AllTokens(attempt.Usage, attempt.UsageSource));
        Field(output, "cost", Cost(attempt.Cost, attempt.UsageSource, attempt.PriceVersion));
        Priced(output, attempt.Usage, attempt.Gaps, attempt.Saved);
        if (attempt.BatchId is { } batch) Field(output, "batch", $"{Show.Text(batch)}, of which this is the call's share");
    }

    private static string WhyMade(Origin origin) => origin switch
    {
        Origin.Hedge => ", a hedge: the one before was late",
        Origin.Retry => ", a retry",
        _ => "",
    };

    /// <summary>What bears on the cost, where there is anything to say.</summary>
    private static void Priced(TextWriter output, in TokenUsage usage, PriceGaps gaps, decimal? saved)
    {
        if (saved > 0) Field(output, "cache saved", $"${Show.Money(saved.Value)}");
        if (ServiceTiers.NameOf(usage.Tier) is { } tier) Field(output, "service tier", tier);
        if (usage.Extras?.Region is { } region) Field(output, "region", Show.Text(region));
        if (PriceGapNames.Of(gaps) is { } names) Field(output, "no price for", $"{names.Replace(",", ", ", StringComparison.Ordinal)}: the cost is not exact");
    }

    private static void Field(TextWriter output, string name, string value) => output.WriteLine($"  {name,-14} {value}");

    private static string Error(string? code) => code is null ? "" : $", error {Show.Text(code)}";

    private static string Models(string? asked, string? answered, string verb = "asked for") =>
        answered is null ? $"{verb} {Show.Text(asked)}" : $"{verb} {Show.Text(asked)}, answered by {Show.Text(answered)}";

    private static string Cost(decimal? cost, UsageSource source, string? version) => CallText.Cost(cost, source) switch
    {
        LedgerLegend.NoPrice => $"{LedgerLegend.NoPrice}  ({LedgerLegend.NoPriceMeans})",
        Show.Nothing or LedgerLegend.Pending or LedgerLegend.Unknown => CallText.Cost(cost, source),
        var amount => $"${amount}{(version is null ? "" : $", price {Show.Text(version)}")}",
    };
}
