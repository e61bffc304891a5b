using Weir.Gateway.Pricing;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger;

/// <summary>An attempt as a row. The three members list the same fields in the same order; a test holds them to every property.</summary>
internal static class AttemptRow
{
    public const string Columns =
        "call_id, number, deployment, provider, model_sent, started_us, model_answered, outcome, status, error_code, "
        + "upstream_request_id, first_byte_us, first_token_us, ended_us, " + LedgerRows.UsageColumns + ", usage_source, cost, unpriced, price_version, batch_id, hedge, origin, region, saved, queued_us";

    public static void Bind(Statement row, string callId, AttemptRecord attempt)
    {
        row.Add(callId).Add(attempt.Number).Add(attempt.Deployment).Add(attempt.Provider).Add(attempt.ModelSent).Add(attempt.StartedMicros);
        row.Add(attempt.ModelAnswered).Add(OutcomeNames.Of(attempt.Outcome)).Add((long?)attempt.Status).Add(attempt.ErrorCode);
        row.Add(attempt.UpstreamRequestId).Add(attempt.FirstByteMicros).Add(attempt.FirstTokenMicros).Add(attempt.EndedMicros);
        LedgerRows.Bind(row, attempt.Usage);
        row.Add(OutcomeNames.Of(attempt.UsageSource)).Add(attempt.Cost).Add(PriceGapNames.Of(attempt.Gaps)).Add(attempt.PriceVersion).Add(attempt.BatchId).Add(attempt.IsHedge ? 1 : 0);
        row.Add(OriginNames.Of(attempt.Origin)).Add(attempt.Region).Add(attempt.Saved).Add(attempt.QueuedMicros);
    }

    // Initialisers run in the order in which they are written.
    public static AttemptRecord Read(Statement row)
    {
        _ = row.NextText();
        return new AttemptRecord
        {
            Number = (int)row.NextLong(),
            Deployment = row.NextString(),
            Provider = row.NextString(),
            ModelSent = row.NextString(),
            StartedMicros = row.NextLong(),
            ModelAnswered = row.NextText(),
            Outcome = LedgerRows.ReadOutcome(row),
            Status = (int?)row.NextLongOrNull(),
            ErrorCode = row.NextText(),
            UpstreamRequestId = row.NextText(),
            FirstByteMicros = row.NextLongOrNull(),
            FirstTokenMicros = row.NextLongOrNull(),
            EndedMicros = row.NextLong(),
            Usage = LedgerRows.ReadUsage(row),
            UsageSource = LedgerRows.ReadSource(row),
            Cost = row.NextDecimal(),
            Gaps = PriceGapNames.Parse(row.NextText()),
            PriceVersion = row.NextText(),
            BatchId = row.NextText(),
            IsHedge = row.NextLong() != 0,
            Origin = LedgerRows.ReadOrigin(row),
            Region = row.NextText(),
            Saved = row.NextDecimal(),
            QueuedMicros = row.NextLong(),
        };
    }
}
