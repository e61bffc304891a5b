namespace Weir.Gateway.Budgets;

/// <summary>More of a budget, for a while.</summary>
internal sealed record BudgetRaise
{
    /// <summary>Its number in the database; 0 before it is there.</summary>
    public long Id { get; init; }

    /// <summary>The budget's name.</summary>
    public required string Budget { get; init; }

    /// <summary>The counter that is raised; null for all of the budget's.</summary>
    public string? Subject { get; init; }

    /// <summary>How much more may be spent, in the budget's unit; more than 0.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Until when, microseconds since the Unix epoch.</summary>
    public required long Until { get; init; }

    /// <summary>Why, in the words of whoever raises it.</summary>
    public required string Reason { get; init; }

    /// <summary>Who raises it.</summary>
    public required string By { get; init; }

    /// <summary>When, microseconds since the Unix epoch.</summary>
    public required long At { get; init; }

    /// <summary>Whether it holds for a counter at a time.</summary>
    public bool Holds(string subject, long now) => now < Until && (Subject is null || Subject == subject);
}
