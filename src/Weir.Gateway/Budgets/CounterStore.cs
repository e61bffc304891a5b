using Weir.Gateway.Storage;

namespace Weir.Gateway.Budgets;

/// <summary>Reads single counters from the database. Blocking: not for the call path.</summary>
internal sealed class CounterStore(Database database)
{
    /// <summary>Begins to read, on one thread.</summary>
    public Reading Open() => new(database.ConnectToRead());

    /// <summary>A session with its statements.</summary>
    internal sealed class Reading : IDisposable
    {
        private readonly Session _session;
        private readonly Statement _spent;
        private readonly Statement _steps;

        public Reading(Session session)
        {
            const string One = "WHERE budget = $1 AND definition = $2 AND subject = $3 AND window_start >= $4 AND window_start <= $5";
            _session = session;
            _spent = session.Prepare($"SELECT window_start, cost, tokens FROM budget_spent {One} ORDER BY window_start");
            _steps = session.Prepare($"SELECT step, reached_at FROM budget_steps {One}");
        }

        /// <summary>Reads a counter as it counts at a time.</summary>
        public CounterRow Read(BudgetAccount account, long now)
        {
            var (from, to) = account.RowsAt(now);
            return new CounterRow(ReadSpent(account, from, to), ReadSteps(account, from, to));
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _spent.Dispose();
            _steps.Dispose();
            _session.Dispose();
        }

        private List<(long WindowStart, Amount Amount)> ReadSpent(BudgetAccount account, long from, long to)
        {
            var found = new List<(long, Amount)>(1);
            Bind(_spent, account, from, to);
            while (_spent.Read()) found.Add((_spent.NextLong(), new Amount(_spent.NextDecimal() ?? 0, _spent.NextLong())));
            return found;
        }

        private List<(string Name, long At)> ReadSteps(BudgetAccount account, long from, long to)
        {
            var found = new List<(string, long)>();
            Bind(_steps, account, from, to);
            while (_steps.Read()) found.Add((_steps.NextString(), _steps.NextLong()));
            return found;
        }

        private static void Bind(Statement statement, BudgetAccount account, long from, long to)
        {
            var budget = account.Budget.Model;
            statement.Add(budget.Name).Add(budget.Definition).Add(account.Subject).Add(from).Add(to);
        }
    }
}
