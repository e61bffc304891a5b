namespace Weir.Gateway.Budgets;

/// <summary>What became of an attempt's wish to spend.</summary>
internal enum BudgetAnswer
{
    /// <summary>It may be made.</summary>
    Granted,

    /// <summary>There would be room, were it not for what others have reserved.</summary>
    Busy,

    /// <summary>There is no room, whatever others give back.</summary>
    Exceeded,

    /// <summary>It is not known at the moment what was spent.</summary>
    Unknown,

    /// <summary>Nobody knows what it costs, and a budget in money is never to be exceeded.</summary>
    Unpriced,
}
