namespace Weir.Gateway.Budgets;

/// <summary>What a budget counts.</summary>
internal enum BudgetUnit
{
    /// <summary>US dollars.</summary>
    Money,

    /// <summary>Input and output tokens together.</summary>
    Tokens,
}
