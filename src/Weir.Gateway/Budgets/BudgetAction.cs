namespace Weir.Gateway.Budgets;

/// <summary>What happens at a step of a budget.</summary>
internal enum BudgetAction
{
    /// <summary>Somebody is told.</summary>
    Notify,

    /// <summary>Calls are answered in a cheaper way, and somebody is told.</summary>
    Degrade,

    /// <summary>Calls are refused, and somebody is told.</summary>
    Block,
}
