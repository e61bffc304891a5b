namespace Weir.Gateway.Ledger.Rollups;

/// <summary>The statements of a table of sums, made from its columns: a key, counts, and the two amounts of money.</summary>
/// <param name="table">The table; the view with <c>_recounted</c> behind its name tells what it has to hold.</param>
/// <param name="keys">Columns of its primary key, in their order.</param>
/// <param name="counts">Its columns of whole numbers.</param>
internal sealed class RollupSql(string table, string keys, string counts)
{
    private static readonly string[] Amounts = ["cost", "saved"];

    private readonly string[] _counts = counts.Split(", ");

    /// <summary>Adds to a row, or begins it.</summary>
    public string Upsert => LedgerRows.InsertInto(table, $"{keys}, {counts}, {string.Join(", ", Amounts)}") + $" ON CONFLICT ({keys}) DO UPDATE SET "
        + string.Join(", ", [.. _counts.Select(column => $"{column} = {table}.{column} + excluded.{column}"), .. Amounts.Select(column => $"{column} = decimal_add({table}.{column}, excluded.{column})")]);

    /// <summary>Takes a row away that counts nothing any more.</summary>
    public string DeleteEmpty
    {
        get
        {
            var parameters = keys.Split(", ").Select((_, i) => $"${i + 1}");
            return $"DELETE FROM {table} WHERE ({keys}) = ({string.Join(", ", parameters)}) AND calls = 0 AND attempts = 0";
        }
    }

    /// <summary>What each row lacks against a recount; rows that lack nothing are not among them.</summary>
    /// <param name="where">Which rows; <c>true</c> for all.</param>
    public string Missing(string where)
    {
        var all = $"{keys}, {counts}, {string.Join(", ", Amounts)}";
        var sums = _counts.Select(column => $"sum(side * {column}) AS {column}").Concat(Amounts.Select(column => $"{MissingAmount(column)} AS {column}"));
        var lacks = _counts.Select(column => $"{column} <> 0").Concat(Amounts.Select(column => $"{column} <> '0'"));
        return $"""
            SELECT * FROM (
                SELECT {keys}, {string.Join(", ", sums)}
                FROM (SELECT 1 AS side, {all} FROM {table}_recounted WHERE {where} UNION ALL SELECT -1, {all} FROM {table} WHERE {where}) AS sides
                GROUP BY {keys}
            ) AS missing WHERE {string.Join(" OR ", lacks)}
            """;
    }

    private static string MissingAmount(string column) =>
        $"decimal_sub(coalesce(decimal_sum(CASE WHEN side = 1 THEN {column} END), '0'), coalesce(decimal_sum(CASE WHEN side = -1 THEN {column} END), '0'))";
}
