using System.Globalization;
using System.Text.Json;
using Weir.Cli.Output;

namespace Weir.Cli.Commands.Budgets;

/// <summary>Amounts of budgets as tables show them.</summary>
internal static class BudgetText
{
    /// <summary>An amount in the budget's unit.</summary>
    public static string Amount(JsonElement budget, decimal amount) => budget.GetProperty("unit").GetString() == "usd"
        ? string.Create(CultureInfo.InvariantCulture, $"{amount:0.00####} USD")
        : string.Create(CultureInfo.InvariantCulture, $"{amount:N0} tokens");

    /// <summary>What is left of a counter, when calls under way need all that they have reserved.</summary>
    public static string Left(JsonElement budget, JsonElement counter) => Amount(budget, Math.Max(
        0, counter.GetProperty("limit").GetDecimal() - counter.GetProperty("spent").GetDecimal() - counter.GetProperty("reserved").GetDecimal()));

    /// <summary>Says of budgets whose counters begin later than the ledger that there is more to come.</summary>
    public static void WarnOfUncounted(IEnumerable<JsonElement> budgets)
    {
        var names = budgets.Where(static budget => !budget.GetProperty("counted").GetBoolean()).Select(static budget => Show.Text(budget.GetProperty("name").GetString())).ToList();
        if (names.Count > 0) Console.Error.WriteLine($"Not counted yet is what was spent before a gateway knew of: {string.Join(", ", names)}. A running gateway counts it within seconds.");
    }

    /// <summary>When some of a counter can be spent again, or a raise ends; - for never.</summary>
    public static string Time(JsonElement time) => time.ValueKind == JsonValueKind.Null ? Show.Nothing : Show.Time(time.GetDateTimeOffset());
}
