using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Model;
using Weir.Gateway.Pricing;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger;

/// <summary>Computes costs of the ledger anew, with the prices that hold now for the days of the calls.</summary>
/// <param name="model">The configuration.</param>
/// <param name="book">Its price book, for deployments that it does not have any more.</param>
internal sealed class CostRecount(GatewayModel model, PriceBook book)
{
    /// <summary>Gives a call's attempts, and the call, the costs that they would have now.</summary>
    /// <returns>What is different.</returns>
    public IReadOnlyList<CostDifference> Recount(CallRecord call)
    {
        if (call.Attempts.Count == 0 || call.Attempts.Exists(attempt => attempt.UsageSource is UsageSource.Pending or UsageSource.Unknown)) return [];
        var differences = new List<CostDifference>();
        foreach (var attempt in call.Attempts)
        {
            var price = PriceOf(attempt)?.At(call.StartedAt);
            // What a provider has said that it charges is no matter of prices; and what a batch was charged as a whole is not known
            // from one of its calls.
            if (attempt.PriceVersion == PriceModel.Stated || (attempt.BatchId is not null && price is { IsAdditive: false })) continue;
            var (cost, version) = (attempt.Cost, attempt.PriceVersion);
            (attempt.Cost, attempt.Gaps, attempt.Saved) = (null, PriceGaps.None, null);
            AttemptAccount.Charge(attempt, price);
            if (attempt.Cost != cost) differences.Add(new CostDifference(call.Id, attempt.Number, attempt.Deployment, cost, version, attempt.Cost, attempt.PriceVersion));
        }
        if (differences.Count > 0) AttemptAccount.Sum(call);
        return differences;
    }

    /// <summary>Writes recounted calls into their rows: costs, savings, prices and gaps, and nothing else of them.</summary>
    public static void Write(Database database, IReadOnlyList<CallRecord> calls)
    {
        using var session = database.Connect();
        session.Transact(_ =>
        {
            using var call = session.Prepare("UPDATE calls SET cost = $1, unpriced = $2, saved = $3 WHERE id = $4");
            using var attempt = session.Prepare("UPDATE attempts SET cost = $1, unpriced = $2, saved = $3, price_version = $4 WHERE call_id = $5 AND number = $6");
            var sums = new RollupCorrection(session);
            foreach (var recounted in calls)
            {
                sums.Before(recounted.Id);
                call.Add(recounted.Cost).Add(PriceGapNames.Of(recounted.Gaps)).Add(recounted.Saved).Add(recounted.Id).Run();
                foreach (var one in recounted.Attempts)
                    attempt.Add(one.Cost).Add(PriceGapNames.Of(one.Gaps)).Add(one.Saved).Add(one.PriceVersion).Add(recounted.Id).Add(one.Number).Run();
                sums.After(recounted.Id);
            }
            sums.Write();
            // Budgets have counted the costs before: the next start counts them anew.
            session.Execute("DELETE FROM budgets_counted");
            return calls.Count;
        });
    }

    private PriceModel? PriceOf(AttemptRecord attempt) =>
        model.Deployments.TryGetValue(attempt.Deployment, out var deployment) ? deployment.Price : book.Find($"{attempt.Provider}/{attempt.ModelSent}");
}
