namespace Weir.Gateway.Budgets;

/// <summary>What may be spent beyond a limit, once in a window.</summary>
/// <param name="Share">How much more, as a share of the limit.</param>
/// <param name="For">For how long after the limit was reached.</param>
internal sealed record BudgetGrace(decimal Share, TimeSpan For);
