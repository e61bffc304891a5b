namespace Weir.Gateway.Budgets;

/// <summary>How a counter stood at a moment.</summary>
/// <param name="Spent">What was spent, and counts.</param>
/// <param name="Reserved">What attempts under way may come to.</param>
/// <param name="Limit">What may be spent, in the budget's unit.</param>
/// <param name="ResetsAt">When some of what was spent counts no more, microseconds since the Unix epoch; null for never.</param>
internal readonly record struct BudgetFigures(Amount Spent, Amount Reserved, decimal Limit, long? ResetsAt);
