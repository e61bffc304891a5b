namespace Weir.Gateway.Budgets;

/// <summary>What has to hold for a raise, whoever asks for it.</summary>
internal static class RaiseRules
{
    private const int LongestReason = 500;

    /// <summary>More than any budget's limit, and far from where sums of such amounts overflow.</summary>
    private const decimal Highest = 1_000_000_000_000_000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>What is wrong with a raise, and what to do about it; null when nothing is.</summary>
    /// <param name="raise">The raise.</param>
    /// <param name="budgets">The budgets that there are.</param>
    public static (string Problem, string Remedy)? Check(BudgetRaise raise, IReadOnlyList<BudgetModel> budgets)
    {
        if (budgets.FirstOrDefault(budget => budget.Name == raise.Budget) is not { } budget)
            return ($"there is no budget '{Configuration.Shown.Short(raise.Budget)}'", Configuration.Nearest.Remedy(raise.Budget, budgets.Select(known => known.Name), "'weir budgets list' shows those that there are."));
        if (raise.Amount <= 0) return ($"{Configuration.Binding.Quantity.Show(raise.Amount)} raises nothing", "Give more than 0, in the unit of the budget: US dollars, or tokens.");
        if (raise.Amount > Highest) return ($"{Configuration.Binding.Quantity.Show(raise.Amount)} is too much", "Give at most 1000000000000000, in the unit of the budget: US dollars, or tokens.");
        if (budget.Unit == BudgetUnit.Tokens && raise.Amount % 1 != 0) return ($"{Configuration.Binding.Quantity.Show(raise.Amount)} is no whole number of tokens", "Give whole tokens.");
        if (raise.Until <= raise.At || raise.Until - raise.At > Longest.Ticks / TimeSpan.TicksPerMicrosecond)
            return ("a raise ends in the future, and within 366 days", "Give an end such as 2026-12-01T00:00:00Z, or 24h.");
        if (string.IsNullOrWhiteSpace(raise.Reason)) return ("no reason is given", $"Say why in 1 to {LongestReason} characters: the audit log keeps it.");
        if (raise.Reason.Length > LongestReason) return ($"the reason has {raise.Reason.Length} characters", $"Say why in 1 to {LongestReason} characters: the audit log keeps it.");
        if (raise.Subject is not null && budget.Each.IsEmpty) return ($"the budget '{budget.Name}' has one counter only", "Leave the subject out.");
        return null;
    }
}
