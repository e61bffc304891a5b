using Weir.Gateway.Storage;

namespace Weir.Gateway.Budgets;

/// <summary>What was spent in a window, as a row of <c>budget_spent</c>.</summary>
internal static class SpentRow
{
    public const string Columns = "budget, definition, subject, window_start, cost, tokens";

    /// <summary>Prepares <see cref="Add"/>.</summary>
    public static Statement PrepareAdd(Session session) => session.PrepareMany(
        $"""
        INSERT INTO budget_spent ({Columns}) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (budget, definition, subject, window_start)
        DO UPDATE SET cost = decimal_add(budget_spent.cost, excluded.cost), tokens = budget_spent.tokens + excluded.tokens
        """);

    /// <summary>Adds an amount to a counter.</summary>
    public static void Add(Statement add, in SpentKey key, in Amount amount) =>
        add.Add(key.Budget).Add(key.Definition).Add(key.Subject).Add(key.WindowStart).Add(amount.Money).Add(amount.Tokens).Run();

    // Arguments are evaluated from left to right, as the columns are read.
    public static (SpentKey Key, Amount Amount) Read(Statement row) => (
        new SpentKey(row.NextString(), row.NextString(), row.NextString(), row.NextLong()),
        new Amount(row.NextDecimal() ?? 0, row.NextLong()));
}
