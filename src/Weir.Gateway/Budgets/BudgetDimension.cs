namespace Weir.Gateway.Budgets;

/// <summary>By what a budget tells who spends.</summary>
internal enum BudgetDimension
{
    Tenant,
    Feature,
    Key,
    User,
    Session,
    Tag,
    Origin,
}
