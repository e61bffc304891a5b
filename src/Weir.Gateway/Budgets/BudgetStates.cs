using System.Collections.Concurrent;

namespace Weir.Gateway.Budgets;

/// <summary>All budgets that anybody has asked for, with their counters. Safe for use by several threads.</summary>
internal sealed class BudgetStates
{
    private readonly ConcurrentDictionary<(string Name, string Definition), BudgetState> _budgets = new();

    public IEnumerable<BudgetState> All => _budgets.Values;

    /// <summary>Finds a budget's counters, or begins them.</summary>
    public BudgetState Of(BudgetModel budget) => _budgets.TryGetValue((budget.Name, budget.Definition), out var known)
        ? known
        : _budgets.GetOrAdd((budget.Name, budget.Definition), static (_, of) => new BudgetState(of), budget);

    /// <summary>The counters that count what a spender spends.</summary>
    /// <param name="index">The budgets that there are.</param>
    /// <param name="spender">Who spends.</param>
    /// <param name="at">When the call came, microseconds since the Unix epoch.</param>
    public BudgetSet Find(BudgetIndex index, in Spender spender, long at)
    {
        var budgets = new Gathered<BudgetModel>();
        var subjects = new Gathered<string>();
        var accounts = new Gathered<BudgetAccount>();
        try
        {
            index.Match(spender, ref budgets);
            foreach (var budget in budgets.All)
            {
                subjects.Clear();
                BudgetSubjects.Of(budget.Each, spender, ref subjects);
                foreach (var subject in subjects.All) accounts.Add(Of(budget).AccountOf(subject, at));
            }
            return new BudgetSet(accounts.All.ToArray());
        }
        finally
        {
            budgets.Dispose();
            subjects.Dispose();
            accounts.Dispose();
        }
    }
}
