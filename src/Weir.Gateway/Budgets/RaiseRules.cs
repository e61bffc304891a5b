using System.Globalization;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Budgets;

/// <summary>What has to hold for a raise, whoever asks for it.</summary>
internal static class RaiseRules
{
    private const int LongestReason = 500;

    /// <summary>As much as the highest limit there can be. Without an end a slip of the hand would lift the limit, and limit and raises together would overflow.</summary>
    private const decimal MostDollars = 1_000_000_000;

    private const decimal MostTokens = MostDollars * 1_000_000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>What is wrong with a raise, and what to do about it; null when nothing is.</summary>
    /// <param name="raise">The raise.</param>
    /// <param name="budgets">The budgets that there are.</param>
    public static (string Problem, string Remedy)? Check(BudgetRaise raise, IReadOnlyList<BudgetModel> budgets) =>
        budgets.FirstOrDefault(budget => budget.Name == raise.Budget) is { } budget
            ? AmountOf(raise, budget) ?? SubjectOf(raise, budget) ?? EndOf(raise) ?? ReasonOf(raise)
            : ($"there is no budget '{Shown.Short(raise.Budget)}'", Nearest.Remedy(raise.Budget, budgets.Select(known => known.Name), "'weir budgets list' shows those that there are."));

    private static (string, string)? AmountOf(BudgetRaise raise, BudgetModel budget)
    {
        var amount = Quantity.Show(raise.Amount);
        var (most, unit) = budget.Unit == BudgetUnit.Money ? (MostDollars, "US dollars") : (MostTokens, "tokens");
        if (raise.Amount <= 0 || raise.Amount > most)
            return ($"a raise by {amount} is out of range", $"The budget '{budget.Name}' is in {unit}: give more than 0, up to {Quantity.Show(most)}.");
        return budget.Unit == BudgetUnit.Tokens && raise.Amount % 1 != 0 ? ($"{amount} is no whole number of tokens", "Give whole tokens.") : null;
    }

    private static (string, string)? SubjectOf(BudgetRaise raise, BudgetModel budget) => raise.Subject is { } subject && budget.Each.IsEmpty
        ? ($"the budget '{budget.Name}' has one counter only, and none of '{Shown.Short(subject)}'", "Leave the subject out.")
        : null;

    private static (string, string)? EndOf(BudgetRaise raise)
    {
        if (raise.Until > raise.At && raise.Until - raise.At <= Longest.Ticks / TimeSpan.TicksPerMicrosecond) return null;
        var end = DateTimeOffset.UnixEpoch.AddTicks(raise.Until * TimeSpan.TicksPerMicrosecond).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return ($"{end} is {(raise.Until > raise.At ? "more than 366 days from now" : "over")}", "A raise ends within 366 days: give an end such as 2026-12-01T00:00:00Z.");
    }

    private static (string, string)? ReasonOf(BudgetRaise raise)
    {
        if (string.IsNullOrWhiteSpace(raise.Reason)) return ("no reason is given", $"Say why in 1 to {LongestReason} characters: the audit log keeps it.");
        return raise.Reason.Length > LongestReason ? ($"the reason has {raise.Reason.Length} characters", $"Say why in {LongestReason} at most.") : null;
    }
}
