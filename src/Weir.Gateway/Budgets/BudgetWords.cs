using System.Globalization;

namespace Weir.Gateway.Budgets;

/// <summary>What clients and operators are told of a budget.</summary>
internal static class BudgetWords
{
    /// <summary>An amount with its unit: <c>12.5 USD</c>, <c>1,000 tokens</c>.</summary>
    public static string Of(decimal amount, BudgetUnit unit) => unit == BudgetUnit.Money
        ? string.Create(CultureInfo.InvariantCulture, $"{amount:0.############################} USD")
        : string.Create(CultureInfo.InvariantCulture, $"{amount:N0} tokens");

    /// <summary>How long what was spent counts: <c>a day</c>, <c>in 24h</c>.</summary>
    public static string Of(BudgetCalendar calendar) => calendar.Period switch
    {
        BudgetPeriod.Hour => "an hour",
        BudgetPeriod.Day => "a day",
        BudgetPeriod.Week => "a week",
        BudgetPeriod.Month => "a month",
        BudgetPeriod.Rolling => $"in {Configuration.Binding.Quantity.Show(calendar.Rolling)}",
        _ => "in all",
    };

    /// <summary>A counter's limit, as far as clients may know it.</summary>
    public static string LimitOf(BudgetModel budget, in BudgetFigures figures) =>
        budget.ShowsAmounts ? $"{Of(figures.Limit, budget.Unit)} {Of(budget.Calendar)}" : Of(budget.Calendar);

    /// <summary>The same with what was spent.</summary>
    public static string StateOf(BudgetModel budget, in BudgetFigures figures) => budget.ShowsAmounts
        ? $"{LimitOf(budget, figures)}, of which {Of(figures.Spent.In(budget.Unit), budget.Unit)} are spent"
        : LimitOf(budget, figures);

    /// <summary>What a call needs that is refused although something is left; null where nothing is, or clients are not told amounts.</summary>
    public static string? NeededOf(BudgetModel budget, in BudgetFigures figures, in Amount needed) =>
        budget.ShowsAmounts && figures.Spent.In(budget.Unit) < figures.Limit && !needed.IsNone ? Of(needed.In(budget.Unit), budget.Unit) : null;

    /// <summary>When some of it can be spent again; null for never.</summary>
    public static DateTimeOffset? ResetOf(in BudgetFigures figures) =>
        figures.ResetsAt is { } at ? DateTimeOffset.UnixEpoch.AddTicks(at * TimeSpan.TicksPerMicrosecond) : null;
}
