using Weir.Gateway.Storage;

namespace Weir.Gateway.Budgets;

/// <summary>Which steps counters have reached, in the database. Blocking, each call on a session of its own: not for the call path.</summary>
internal sealed class StepStore(Database database)
{
    /// <summary>Remembers that steps were reached, in one transaction: a new day has every user reach the same one.</summary>
    /// <returns>Those of which it was not known.</returns>
    public IReadOnlyList<ReachedStep> Add(IReadOnlyList<ReachedStep> reached)
    {
        using var session = database.Connect();
        return session.Transact(_ =>
        {
            using var add = PrepareAdd(session);
            return reached.Where(step => TryAdd(add, step)).ToArray();
        });
    }

    /// <summary>The steps that a budget's counters have reached in windows that begin at or after a time.</summary>
    public IReadOnlyList<(string Subject, long WindowStart, string Name, long At)> Read(BudgetModel budget, long since)
    {
        using var session = database.Connect();
        using var read = session.Prepare("SELECT subject, window_start, step, reached_at FROM budget_steps WHERE budget = $1 AND definition = $2 AND window_start >= $3");
        read.Add(budget.Name).Add(budget.Definition).Add(since);
        var found = new List<(string, long, string, long)>();
        while (read.Read()) found.Add((read.NextString(), read.NextLong(), read.NextString(), read.NextLong()));
        return found;
    }

    private static Statement PrepareAdd(Session session) => session.Prepare(
        """
        INSERT INTO budget_steps (budget, definition, subject, window_start, step, reached_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO NOTHING RETURNING 1
        """);

    private static bool TryAdd(Statement add, ReachedStep reached)
    {
        var row = reached.Row;
        add.Add(row.Budget).Add(row.Definition).Add(row.Subject).Add(row.WindowStart).Add(reached.Name).Add(reached.At);
        var isNew = add.Read();
        add.Reset();
        return isNew;
    }
}
