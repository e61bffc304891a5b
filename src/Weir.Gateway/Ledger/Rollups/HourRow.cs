using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger.Rollups;

/// <summary>Sums of an hour as a row of <c>cost_hours</c>. The members list the same fields in the same order.</summary>
internal static class HourRow
{
    public const string Table = "cost_hours";

    public const string Keys = "hour, tenant, feature, key_id, origin, model_asked, model_answered, deployment, provider, region, release, result";

    public const string Counts = "calls, attempts, " + LedgerRows.CountColumns + ", uncosted, estimated";

    public static void Bind(Statement row, in HourKey key, CostSums sums)
    {
        BindKey(row, key);
        row.Add(sums.Calls).Add(sums.Attempts);
        LedgerRows.BindCounts(row, sums.Usage);
        row.Add(sums.Uncosted).Add(sums.Estimated).Add(sums.Cost).Add(sums.Saved);
    }

    public static void BindKey(Statement row, in HourKey key) => row
        .Add(key.Hour).Add(key.Tenant).Add(key.Feature).Add(key.KeyId).Add(key.Origin).Add(key.ModelAsked).Add(key.ModelAnswered)
        .Add(key.Deployment).Add(key.Provider).Add(key.Region).Add(key.Release).Add(key.Result);

    // Arguments are evaluated from left to right, and initialisers in the order in which they are written.
    public static (HourKey Key, CostSums Sums) Read(Statement row) => (
        new HourKey(
            row.NextLong(), row.NextString(), row.NextString(), row.NextString(), row.NextString(), row.NextString(), row.NextString(),
            row.NextString(), row.NextString(), row.NextString(), row.NextString(), row.NextString()),
        new CostSums
        {
            Calls = row.NextLong(),
            Attempts = row.NextLong(),
            Usage = UsageCounts.Read(row),
            Uncosted = row.NextLong(),
            Estimated = row.NextLong(),
            Cost = row.NextExact(),
            Saved = row.NextExact(),
        });
}
