using Weir.Gateway.Storage;

namespace Weir.Gateway.Budgets;

/// <summary>Reads and mends the counters on disk. Blocking, each time on a session of its own: not for the call path.</summary>
internal sealed class SpentStore(Database database)
{
    /// <summary>Old counters forgotten in one transaction, so that no call waits long for the disk.</summary>
    private const int ForgottenTogether = 1_000;

    /// <summary>The budgets of which everything is counted.</summary>
    public IReadOnlySet<(string Budget, string Definition)> ReadCounted()
    {
        using var session = database.Connect();
        using var read = session.Prepare("SELECT budget, definition FROM budgets_counted");
        var counted = new HashSet<(string, string)>();
        while (read.Read()) counted.Add((read.NextString(), read.NextString()));
        return counted;
    }

    /// <summary>Tells what a budget has counted in windows that begin at or after a time, subject by subject; there may be very many.</summary>
    public void Visit(BudgetModel budget, long since, Action<SpentKey, Amount> found)
    {
        using var session = database.Connect();
        Visit(session, budget, since, found);
    }

    /// <summary>Finds what the ledger has and a budget's counters do not.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="now">Microseconds since the Unix epoch.</param>
    public IReadOnlyList<(SpentKey Key, Amount Amount)> Missing(BudgetModel budget, long now)
    {
        var since = budget.Calendar.CountsSince(now);
        using var session = database.ConnectToRead();
        // One snapshot of both: calls that end meanwhile add the same to both, and change nothing of the difference.
        session.BeginSnapshot();
        var sums = LedgerCount.Of(session, budget, since);
        Visit(session, budget, since, (key, amount) => sums[key] = sums.GetValueOrDefault(key) - amount);
        session.Commit();
        return [.. sums.Where(sum => !sum.Value.IsNone).Select(sum => (sum.Key, sum.Value))];
    }

    /// <summary>Adds what was missing to a budget's counters, and remembers that they are complete.</summary>
    public void Complete(BudgetModel budget, IReadOnlyList<(SpentKey Key, Amount Amount)> missing)
    {
        using var session = database.Connect();
        session.Transact(_ =>
        {
            using var add = SpentRow.PrepareAdd(session);
            foreach (var (key, amount) in missing) SpentRow.Add(add, key, amount);
            using var note = session.Prepare("INSERT INTO budgets_counted (budget, definition) VALUES ($1, $2) ON CONFLICT DO NOTHING");
            note.Add(budget.Name).Add(budget.Definition).Run();
            return missing.Count;
        });
    }

    /// <summary>Forgets that budgets were counted which are not configured any more: what is spent from now on is not counted for them.</summary>
    public void Forget(IEnumerable<(string Budget, string Definition)> budgets)
    {
        using var session = database.Connect();
        session.Transact(_ =>
        {
            using var forget = session.Prepare("DELETE FROM budgets_counted WHERE budget = $1 AND definition = $2");
            foreach (var (budget, definition) in budgets) forget.Add(budget).Add(definition).Run();
            return true;
        });
    }

    /// <summary>
    /// Forgets the counters of budgets that are not configured, or not counted to the end: nothing was added to them while they were
    /// not, and they are counted anew. At the start only, while no call adds to any.
    /// </summary>
    /// <param name="configured">The budgets that there are.</param>
    public void ForgetOthers(IReadOnlyList<BudgetModel> configured)
    {
        var kept = ReadCounted().Where(counted => configured.Any(budget => (budget.Name, budget.Definition) == counted)).ToHashSet();
        using var session = database.Connect();
        session.Transact(_ =>
        {
            using var read = session.Prepare("SELECT DISTINCT budget, definition FROM budget_spent UNION SELECT budget, definition FROM budgets_counted");
            var others = new List<(string Budget, string Definition)>();
            while (read.Read())
                if ((read.NextString(), read.NextString()) is var known && !kept.Contains(known)) others.Add(known);
            foreach (var table in (string[])["budget_spent", "budget_steps", "budgets_counted"])
            {
                using var forget = session.Prepare($"DELETE FROM {table} WHERE budget = $1 AND definition = $2");
                foreach (var (budget, definition) in others) forget.Add(budget).Add(definition).Run();
            }
            return others.Count;
        });
    }

    /// <summary>Forgets counters of windows that ended before a time, and steps that they had reached.</summary>
    /// <param name="budget">The budget's name.</param>
    /// <param name="definition">Its definition.</param>
    /// <param name="before">Windows that begin before this, in microseconds since the Unix epoch.</param>
    public void Purge(string budget, string definition, long before)
    {
        foreach (var table in (string[])["budget_spent", "budget_steps"])
        {
            using var session = database.Connect();
            using var purge = session.Prepare(
                $"""
                DELETE FROM {table} WHERE (budget, definition, subject, window_start) IN (
                    SELECT budget, definition, subject, window_start FROM {table}
                    WHERE budget = $1 AND definition = $2 AND window_start < $3 LIMIT {ForgottenTogether})
                RETURNING 1
                """);
            var forgotten = ForgottenTogether;
            while (forgotten >= ForgottenTogether)
            {
                purge.Add(budget).Add(definition).Add(before);
                for (forgotten = 0; purge.Read(); forgotten++)
                {
                    // Counted, not kept.
                }
            }
        }
    }

    private static void Visit(Session session, BudgetModel budget, long since, Action<SpentKey, Amount> found)
    {
        using var read = session.Prepare(
            $"SELECT {SpentRow.Columns} FROM budget_spent WHERE budget = $1 AND definition = $2 AND window_start >= $3 ORDER BY subject, window_start");
        read.Add(budget.Name).Add(budget.Definition).Add(since);
        while (read.Read())
        {
            var (key, amount) = SpentRow.Read(read);
            found(key, amount);
        }
    }
}
