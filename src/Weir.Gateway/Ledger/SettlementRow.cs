using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Pricing;
using Weir.Gateway.Storage;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Ledger;

/// <summary>
/// The one change that rows of the ledger ever see: a call and its last attempt that were <c>pending</c> are given their usage.
/// Its own row, not another one: whoever adds up calls, or looks one up, finds all of its cost in it.
/// </summary>
internal static class SettlementRow
{
    private const string Facts =
        $"""
        ({LedgerRows.UsageColumns}) = ({LedgerRows.UsageParameters}), usage_source = $19, cost = $20, unpriced = $21, saved = $22,
        model_answered = coalesce($23, model_answered),
        error_code = CASE WHEN outcome = 'completed' THEN $24 ELSE error_code END,
        outcome = CASE WHEN outcome = 'completed' THEN $25 ELSE outcome END
        """;

    private const string Call =
        $"UPDATE calls SET {Facts}, finish_reason = coalesce($26, finish_reason), settled_at = $27 "
        + "WHERE id = $28 AND usage_source = 'pending' RETURNING endpoint, tenant, model_asked";

    private const string Attempt =
        $"UPDATE attempts SET {Facts} WHERE call_id = $26 AND usage_source = 'pending' RETURNING provider, deployment, model_sent";

    /// <summary>Settles a call, in the session's transaction.</summary>
    /// <param name="session">Where.</param>
    /// <param name="callId">The call.</param>
    /// <param name="settlement">What became known.</param>
    /// <param name="now">Microseconds since the Unix epoch.</param>
    /// <returns>What was settled; null when the call is not there or not open.</returns>
    public static ResponseMeasurement? Write(Session session, string callId, Settlement settlement, long now)
    {
        var sums = new RollupCorrection(session);
        sums.Before(callId);
        using var call = session.Prepare(Call);
        Bind(call, settlement);
        call.Add(settlement.FinishReason).Add(now).Add(callId);
        if (!call.Read()) return null;
        var (endpoint, tenant, model) = (call.NextString(), call.NextText(), call.NextText());
        call.Reset();
        using var attempt = session.Prepare(Attempt);
        Bind(attempt, settlement);
        attempt.Add(callId);
        if (!attempt.Read()) throw new InvalidDataException($"call {callId} has no attempt that could be settled");
        var measurement = new ResponseMeasurement
        {
            Endpoint = endpoint,
            Tenant = tenant,
            Model = model,
            Provider = attempt.NextString(),
            Deployment = attempt.NextString(),
            ModelSent = attempt.NextString(),
            Usage = settlement.Usage,
            Source = settlement.Source,
            Cost = settlement.Cost,
        };
        attempt.Reset();
        sums.After(callId);
        sums.Write();
        return measurement;
    }

    private static void Bind(Statement row, Settlement settlement)
    {
        LedgerRows.Bind(row, settlement.Usage);
        row.Add(OutcomeNames.Of(settlement.Source)).Add(settlement.Cost).Add(PriceGapNames.Of(settlement.Gaps)).Add(settlement.Saved);
        row.Add(settlement.ModelAnswered).Add(settlement.ErrorCode).Add(OutcomeNames.Of(settlement.Outcome));
    }
}
