using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger.Rollups;

/// <summary>Sums of a user, session, tag or prompt as a row of <c>cost_values</c>. The members list the same fields in the same order.</summary>
internal static class ValueRow
{
    public const string Table = "cost_values";

    public const string Keys = "grain, start, dimension, value, tenant, feature, model_asked";

    public const string Counts = "calls, attempts, input_tokens, output_tokens, cached_input_tokens, uncosted";

    public static void Bind(Statement row, in ValueKey key, CostSums sums)
    {
        BindKey(row, key);
        row.Add(sums.Calls).Add(sums.Attempts).Add(sums.Usage.Input).Add(sums.Usage.Output).Add(sums.Usage.CachedInput).Add(sums.Uncosted).Add(sums.Cost).Add(sums.Saved);
    }

    public static void BindKey(Statement row, in ValueKey key) => row
        .Add(key.Grain).Add(key.Start).Add(key.Dimension).Add(key.Value).Add(key.Tenant).Add(key.Feature).Add(key.ModelAsked);

    // Arguments are evaluated from left to right, and initialisers in the order in which they are written.
    public static (ValueKey Key, CostSums Sums) Read(Statement row) => (
        new ValueKey(row.NextString(), row.NextLong(), row.NextString(), row.NextString(), row.NextString(), row.NextString(), row.NextString()),
        new CostSums
        {
            Calls = row.NextLong(),
            Attempts = row.NextLong(),
            Usage = UsageCounts.Of(new(row.NextLong(), row.NextLong(), row.NextLong())),
            Uncosted = row.NextLong(),
            Cost = row.NextExact(),
            Saved = row.NextExact(),
        });
}
