namespace Weir.Gateway.Budgets;

/// <summary>How long what was spent counts against a budget.</summary>
internal enum BudgetPeriod
{
    Hour,
    Day,

    /// <summary>From Monday to Sunday.</summary>
    Week,

    Month,

    /// <summary>For good.</summary>
    Lifetime,

    /// <summary>For a length of time after it was spent.</summary>
    Rolling,
}
