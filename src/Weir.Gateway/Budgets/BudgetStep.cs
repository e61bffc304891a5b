using Weir.Gateway.Model;

namespace Weir.Gateway.Budgets;

/// <summary>What happens from a share of a budget's limit on.</summary>
/// <param name="At">The share: 0.8 is 80 percent.</param>
/// <param name="Action">What happens.</param>
internal sealed record BudgetStep(decimal At, BudgetAction Action)
{
    /// <summary>What tells it from the budget's other steps, in the database too.</summary>
    public string Name { get; } = $"{Configuration.Binding.Quantity.Show(At)} {Action.ToString().ToLowerInvariant()}";

    /// <summary>The model that answers in place of the one asked for, or null.</summary>
    public string? Model { get; init; }

    /// <summary>Most output tokens of an answer, or null.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whether an answer that was kept is given where there is one.</summary>
    public bool Cached { get; init; }

    /// <summary>The highest priority that a call may have, or null.</summary>
    public CallPriority? Priority { get; init; }
}
