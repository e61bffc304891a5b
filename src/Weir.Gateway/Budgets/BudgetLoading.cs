namespace Weir.Gateway.Budgets;

/// <summary>Reads counters from the database, as a gateway does at its start and a command that only looks.</summary>
/// <param name="spent">What was spent.</param>
/// <param name="steps">Which steps were reached.</param>
/// <param name="raises">What may be spent beyond the limits.</param>
internal sealed class BudgetLoading(SpentStore spent, StepStore steps, RaiseStore raises)
{
    /// <summary>Reads the counters of budgets that are fully counted; the others stay to be counted.</summary>
    public void Read(BudgetBook book, IReadOnlyList<BudgetModel> budgets)
    {
        var counted = spent.ReadCounted();
        // First: steps are shares of what may be spent.
        var inForce = raises.ReadInForce(book.Now);
        foreach (var budget in budgets)
        {
            var state = book.States.Of(budget);
            state.Raises = [.. inForce.Where(raise => raise.Budget == budget.Name)];
            if (!counted.Contains((budget.Name, budget.Definition))) continue;
            var since = budget.Calendar.CountsSince(book.Now);
            book.Upkeep.BeginAt(state, since);
            foreach (var (subject, start, name, at) in steps.Read(budget, since)) book.Upkeep.AddStep(state, subject, start, name, at);
            spent.Visit(budget, since, (key, amount) => book.Upkeep.Add(state, key, amount));
            state.IsCounted();
        }
    }
}
