using System.Runtime.InteropServices;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Budgets;

/// <summary>Counts from the ledger's rows what a budget would have counted, had it been there.</summary>
internal static class LedgerCount
{
    /// <summary>What does not depend on the budget's subjects is left to the database; how a call counts is said in one place, and that is not here.</summary>
    private const string Spending =
        $"""
        SELECT {SpenderRow.Columns}, a.cost, a.usage_source, a.input_tokens + a.output_tokens
        FROM calls c JOIN attempts a ON a.call_id = c.id
        WHERE c.id >= $1 AND c.started_at >= $2
          AND ($3 IS NULL OR c.tenant = $3) AND ($4 IS NULL OR c.feature = $4) AND ($5 IS NULL OR c.key_id = $5)
          AND ($6 IS NULL OR c.end_user = $6) AND ($7 IS NULL OR c.session = $7)
        """;

    /// <param name="session">Where the ledger is.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="since">From which window on, in microseconds since the Unix epoch.</param>
    public static Dictionary<SpentKey, Amount> Of(Session session, BudgetModel budget, long since)
    {
        using var rows = session.Prepare(Spending);
        var scope = budget.Scope;
        rows.Add(CallId.Before(since)).Add(since).Add(scope.Tenant).Add(scope.Feature).Add(scope.Key).Add(scope.User).Add(scope.Session);
        var sums = new Dictionary<SpentKey, Amount>();
        while (rows.Read()) Add(sums, budget, rows);
        return sums;
    }

    private static void Add(Dictionary<SpentKey, Amount> sums, BudgetModel budget, Statement row)
    {
        var (startedAt, spender) = SpenderRow.Read(row);
        var cost = row.NextDecimal() ?? 0;
        var hasCounts = LedgerRows.ReadSource(row).HasCounts();
        var amount = new Amount(cost, hasCounts ? row.NextLong() : 0);
        if (amount.IsNone || !budget.Scope.Covers(spender)) return;
        var subjects = new Gathered<string>();
        try
        {
            BudgetSubjects.Of(budget.Each, spender, ref subjects);
            foreach (var subject in subjects.All)
                CollectionsMarshal.GetValueRefOrAddDefault(sums, new SpentKey(budget.Name, budget.Definition, subject, budget.Calendar.WindowAt(startedAt).Start), out _) += amount;
        }
        finally
        {
            subjects.Dispose();
        }
    }
}
