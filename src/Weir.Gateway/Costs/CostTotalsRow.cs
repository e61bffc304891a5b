using Weir.Gateway.Storage;

namespace Weir.Gateway.Costs;

/// <summary>Totals as columns of a statement. The two members list the same fields in the same order.</summary>
internal static class CostTotalsRow
{
    /// <summary>The sums to select.</summary>
    /// <param name="hasDetails">Whether the source tells origins and results apart.</param>
    public static string Columns(bool hasDetails)
    {
        const string common = "coalesce(sum(calls), 0), coalesce(sum(attempts), 0), coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0), "
            + "coalesce(sum(cached_input_tokens), 0), coalesce(decimal_sum(cost), '0'), coalesce(decimal_sum(saved), '0'), coalesce(sum(uncosted), 0), ";
        return common + (hasDetails
            ? $"coalesce(sum(estimated), 0), {Sum("attempts", "origin = 'retry'")}, {Sum("attempts", "origin = 'hedge'")}, {Sum("attempts", "result = 'failed'")}, "
                + $"{Sum("calls", "result = 'shared'")}, coalesce(decimal_sum(CASE WHEN result IN ('failed', 'cancelled') THEN cost END), '0')"
            : "NULL, NULL, NULL, NULL, NULL, NULL");
    }

    // Initialisers run in the order in which they are written.
    public static CostTotals Read(Statement row) => new()
    {
        Calls = row.NextLong(),
        Attempts = row.NextLong(),
        Input = row.NextLong(),
        Output = row.NextLong(),
        CachedInput = row.NextLong(),
        Cost = row.NextDecimal() ?? 0,
        Saved = row.NextDecimal() ?? 0,
        Uncosted = row.NextLong(),
        Estimated = row.NextLongOrNull(),
        Retries = row.NextLongOrNull(),
        Hedges = row.NextLongOrNull(),
        Failed = row.NextLongOrNull(),
        Shared = row.NextLongOrNull(),
        Wasted = row.NextDecimal(),
    };

    private static string Sum(string column, string condition) => $"coalesce(sum(CASE WHEN {condition} THEN {column} END), 0)";
}
