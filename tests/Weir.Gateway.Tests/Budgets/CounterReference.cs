using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>What budgets in dollars, all hard, decide: kept in the simplest way there is.</summary>
internal sealed class CounterReference(IReadOnlyList<BudgetModel> budgets)
{
    private readonly Dictionary<(string Budget, string Subject, long Window), (decimal Spent, decimal Reserved)> _counters = [];
    private readonly List<BudgetRaise> _raises = [];

    /// <summary>The limits, which may be changed.</summary>
    public Dictionary<string, decimal> Limits { get; } = budgets.ToDictionary(budget => budget.Name, budget => budget.Limit);

    /// <summary>Whether an attempt may be made that comes to an amount at most.</summary>
    public BudgetAnswer Decide(Call call, decimal amount, long now)
    {
        if (budgets.Any(budget => amount > LimitOf(budget, call, now) - SpentIn(budget, call, now))) return BudgetAnswer.Exceeded;
        return budgets.Any(budget => amount > LimitOf(budget, call, now) - SpentIn(budget, call, now) - ReservedIn(budget, call)) ? BudgetAnswer.Busy : BudgetAnswer.Granted;
    }

    public void Raise(BudgetRaise raise) => _raises.Add(raise);

    public void Reserve(Call call, decimal amount) => Change(call, 0, amount);

    public void Settle(Call call, decimal reserved, decimal cost) => Change(call, cost, -reserved);

    /// <summary>What counts now.</summary>
    public IEnumerable<(string Budget, string Subject, decimal Spent)> Current(long now) =>
        from budget in budgets
        from counter in _counters.Where(counter => counter.Key.Budget == budget.Name).GroupBy(counter => counter.Key.Subject)
        select (budget.Name, counter.Key, counter.Where(each => Counts(budget, each.Key.Window, now, now)).Sum(each => each.Value.Spent));

    private static string SubjectOf(BudgetModel budget, Call call) => budget.Each is [BudgetDimension.User] ? call.Record.User! : budget.Each is [BudgetDimension.Session] ? call.Record.Session! : "";

    /// <summary>Whether what was spent in a window counts for calls that came at a time.</summary>
    private static bool Counts(BudgetModel budget, long window, long came, long now) =>
        budget.Calendar.Period == BudgetPeriod.Rolling ? budget.Calendar.EndOfPart(window) > now : budget.Calendar.WindowAt(came).Start == window;

    private decimal LimitOf(BudgetModel budget, Call call, long now) =>
        Limits[budget.Name] + _raises.Where(raise => raise.Budget == budget.Name && raise.Subject == SubjectOf(budget, call) && now < raise.Until).Sum(raise => raise.Amount);

    private decimal SpentIn(BudgetModel budget, Call call, long now) => _counters
        .Where(counter => counter.Key.Budget == budget.Name && counter.Key.Subject == SubjectOf(budget, call) && Counts(budget, counter.Key.Window, call.Record.StartedAt, now))
        .Sum(counter => counter.Value.Spent);

    private decimal ReservedIn(BudgetModel budget, Call call) => _counters
        .Where(counter => counter.Key.Budget == budget.Name && counter.Key.Subject == SubjectOf(budget, call)
            && (budget.Calendar.Period == BudgetPeriod.Rolling || budget.Calendar.WindowAt(call.Record.StartedAt).Start == counter.Key.Window))
        .Sum(counter => counter.Value.Reserved);

    private void Change(Call call, decimal spent, decimal reserved)
    {
        foreach (var budget in budgets)
        {
            var key = (budget.Name, SubjectOf(budget, call), budget.Calendar.WindowAt(call.Record.StartedAt).Start);
            var known = _counters.GetValueOrDefault(key);
            _counters[key] = (known.Spent + spent, known.Reserved + reserved);
        }
    }
}
