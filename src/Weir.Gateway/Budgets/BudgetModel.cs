using System.Collections.Immutable;

namespace Weir.Gateway.Budgets;

/// <summary>How much of something may be spent in a time, and what happens on the way there.</summary>
internal sealed record BudgetModel
{
    public required string Name { get; init; }

    /// <summary>Whose spending counts.</summary>
    public required BudgetScope Scope { get; init; }

    /// <summary>Each value of these has a counter, and the whole limit, of its own; empty for one counter.</summary>
    public required ImmutableArray<BudgetDimension> Each { get; init; }

    public required BudgetUnit Unit { get; init; }

    /// <summary>US dollars or tokens, more than 0.</summary>
    public required decimal Limit { get; init; }

    public required BudgetCalendar Calendar { get; init; }

    /// <summary>Whether it is never exceeded: what an attempt can cost at most has to fit before it is made.</summary>
    public required bool IsHard { get; init; }

    /// <summary>Whether calls may be given fewer output tokens than they ask for, so that they fit.</summary>
    public required bool LowersMaxTokens { get; init; }

    /// <summary>What happens on the way to the limit, the lowest share first.</summary>
    public ImmutableArray<BudgetStep> Steps { get; init; } = [];

    /// <summary>Whether some of that is done to calls.</summary>
    public bool HasLandings => Steps.Any(static step => step.Action != BudgetAction.Notify);

    /// <summary>What may be spent beyond the limit for a while, or null.</summary>
    public BudgetGrace? Grace { get; init; }

    /// <summary>Whom clients are told to ask; or null.</summary>
    public string? Contact { get; init; }

    /// <summary>Whether clients are told the limit and what was spent, and not the budget's name alone.</summary>
    public bool ShowsAmounts { get; init; } = true;

    /// <summary>
    /// What is counted, as 12 hexadecimal digits: two budgets of one name and one definition have the same counters, whatever their
    /// limits are; under another definition everything has to be counted anew.
    /// </summary>
    public required string Definition { get; init; }
}
