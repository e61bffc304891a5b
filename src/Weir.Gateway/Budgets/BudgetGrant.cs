namespace Weir.Gateway.Budgets;

/// <summary>An answer to an attempt's wish to spend.</summary>
/// <param name="Answer">Whether it may.</param>
/// <param name="Amount">What it comes to at most, where it may or has to wait; where a budget is exceeded, the least that would have had to be left.</param>
/// <param name="At">The counter that stands in the way; null where it may.</param>
/// <param name="LoweredTo">Most output tokens of each of its answers, where it may have fewer than it asks for; else null.</param>
/// <param name="LoweredBy">The counter that is the reason of that; else null.</param>
internal readonly record struct BudgetGrant(BudgetAnswer Answer, Amount Amount, BudgetAccount? At, long? LoweredTo = null, BudgetAccount? LoweredBy = null)
{
    /// <summary>What is reserved for it; null where it may not be made.</summary>
    public BudgetHold? Hold { get; init; }
}
