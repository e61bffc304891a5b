namespace Weir.Gateway.Budgets;

/// <summary>Tells how the counters of a budget stand, those in memory and those on disk only. Blocking: not for the call path.</summary>
internal sealed class BudgetListing(BudgetBook book, SpentStore spent, CounterStore counters)
{
    /// <summary>Most counters that are told of one budget; those that have spent the most.</summary>
    public const int MostCounters = 100;

    /// <param name="budget">The budget.</param>
    /// <param name="subject">The one counter that is wanted; null for all.</param>
    /// <returns>How many there are, and those that have spent the most, the most in front.</returns>
    public (int Count, IReadOnlyList<(string Subject, BudgetFigures Figures)> Most) Of(BudgetState budget, string? subject = null)
    {
        var now = book.Now;
        var known = budget.Accounts.Where(account => account.IsKnown && account.IsCurrent(now) && (subject is null || account.Subject == subject))
            .Select(account => (account.Subject, Figures: book.Look(account))).ToList();
        var count = known.Count;
        if (!book.Upkeep.IsWhole(budget) && (subject is null || count == 0))
        {
            var inMemory = known.Select(counter => counter.Subject).ToHashSet(StringComparer.Ordinal);
            var (others, most) = subject is null ? OnDisk(budget, inMemory, now) : (0, [subject]);
            count += others;
            using var reading = counters.Open();
            foreach (var other in most)
            {
                var figures = book.Upkeep.Look(budget, other, account => reading.Read(account, now));
                if (subject is null || !figures.Spent.IsNone) known.Add((other, figures));
            }
            if (subject is not null) count = known.Count;
        }
        var unit = budget.Model.Unit;
        return (count, [.. known.OrderByDescending(counter => counter.Figures.Spent.In(unit)).Take(MostCounters)]);
    }

    private (int Count, IReadOnlyList<string> Most) OnDisk(BudgetState budget, HashSet<string> but, long now)
    {
        var (model, count, last, sum) = (budget.Model, 0, default(string), 0m);
        var most = new PriorityQueue<string, decimal>();
        spent.Visit(model, model.Calendar.CountsSince(now), (key, amount) =>
        {
            if (key.Subject != last) Take();
            (last, sum) = (key.Subject, sum + amount.In(model.Unit));
        });
        Take();
        return (count, [.. most.UnorderedItems.Select(item => item.Element)]);

        void Take()
        {
            if (last is not null && !but.Contains(last))
            {
                count++;
                most.Enqueue(last, sum);
                if (most.Count > MostCounters) most.Dequeue();
            }
            sum = 0;
        }
    }
}
