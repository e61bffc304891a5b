using Weir.Gateway.Pricing;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger;

/// <summary>A call as a row. The three members list the same fields in the same order; a test holds them to every property.</summary>
internal static class CallRow
{
    public const string Columns =
        "id, started_at, endpoint, release, tenant, feature, key_id, end_user, session, tags, client_request_id, model_asked, "
        + "model_answered, deployment, streamed, outcome, status, error_code, finish_reason, first_byte_us, first_token_us, "
        + "duration_us, " + LedgerRows.UsageColumns + ", usage_source, cost, unpriced, settled_at, shared_with, origin, region, prompt, saved, queued_us";

    public static void Bind(Statement row, CallRecord call)
    {
        row.Add(call.Id).Add(call.StartedAt).Add(call.Endpoint).Add(call.Release);
        row.Add(call.Tenant).Add(call.Feature).Add(call.KeyId).Add(call.User).Add(call.Session).Add(call.Tags);
        row.Add(call.ClientRequestId).Add(call.ModelAsked).Add(call.ModelAnswered).Add(call.Deployment);
        row.Add(call.Streamed ? 1 : 0).Add(OutcomeNames.Of(call.Outcome)).Add(call.Status).Add(call.ErrorCode).Add(call.FinishReason);
        row.Add(call.FirstByteMicros).Add(call.FirstTokenMicros).Add(call.DurationMicros);
        LedgerRows.Bind(row, call.Usage);
        row.Add(OutcomeNames.Of(call.UsageSource)).Add(call.Cost).Add(PriceGapNames.Of(call.Gaps)).Add(call.SettledAt).Add(call.SharedWith);
        row.Add(OriginNames.Of(call.Origin)).Add(call.Region).Add(call.Prompt).Add(call.Saved).Add(call.QueuedMicros);
    }

    // Initialisers run in the order in which they are written.
    public static CallRecord Read(Statement row) => new()
    {
        Id = row.NextString(),
        StartedAt = row.NextLong(),
        Endpoint = row.NextString(),
        Release = row.NextString(),
        Tenant = row.NextText(),
        Feature = row.NextText(),
        KeyId = row.NextText(),
        User = row.NextText(),
        Session = row.NextText(),
        Tags = row.NextText(),
        ClientRequestId = row.NextText(),
        ModelAsked = row.NextText(),
        ModelAnswered = row.NextText(),
        Deployment = row.NextText(),
        Streamed = row.NextLong() != 0,
        Outcome = LedgerRows.ReadOutcome(row),
        Status = (int)row.NextLong(),
        ErrorCode = row.NextText(),
        FinishReason = row.NextText(),
        FirstByteMicros = row.NextLongOrNull(),
        FirstTokenMicros = row.NextLongOrNull(),
        DurationMicros = row.NextLong(),
        Usage = LedgerRows.ReadUsage(row),
        UsageSource = LedgerRows.ReadSource(row),
        Cost = row.NextDecimal(),
        Gaps = PriceGapNames.Parse(row.NextText()),
        SettledAt = row.NextLongOrNull(),
        SharedWith = row.NextText(),
        Origin = LedgerRows.ReadOrigin(row),
        Region = row.NextText(),
        Prompt = row.NextText(),
        Saved = row.NextDecimal(),
        QueuedMicros = row.NextLong(),
    };
}
