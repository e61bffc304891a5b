using System.CommandLine;
using System.Text.Json;
using Weir.Cli.Output;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Budgets;

/// <summary><c>weir budgets list</c>.</summary>
internal static class BudgetsListCommand
{
    private static readonly Column[] Columns =
        [new("name"), new("kind"), new("limit", IsRight: true), new("per"), new("counters", IsRight: true), new("most spent", IsRight: true), new("left", IsRight: true), new("begins anew")];

    public static Command Create()
    {
        var source = new BudgetSource();
        var command = new Verb("list", "Lists the configured budgets and what is left of them.", "weir budgets list", "weir budgets list --live --json");
        source.AddTo(command);
        command.SetAction(async (parsed, _) => Print(await source.ListAsync(parsed), source.IsJson(parsed)));
        return command;
    }

    private static int Print(JsonElement budgets, bool asJson)
    {
        if (asJson) Console.Out.WriteLine(Json.Page(budgets));
        else if (budgets.GetArrayLength() > 0) Table.Write(Columns, [.. budgets.EnumerateArray().Select(Row)]);
        else Console.Error.WriteLine("There are no budgets. Declare one under budgets; docs/guides/budgets.md shows how.");
        BudgetText.WarnOfUncounted(budgets.EnumerateArray());
        return WeirCommand.Done;
    }

    private static string[] Row(JsonElement budget)
    {
        var most = budget.GetProperty("counters").EnumerateArray().FirstOrDefault();
        var hasAny = most.ValueKind == JsonValueKind.Object;
        return
        [
            Show.Text(budget.GetProperty("name").GetString()),
            budget.GetProperty("hard").GetBoolean() ? "hard" : "soft",
            // With the raises that hold.
            BudgetText.Amount(budget, (hasAny ? most : budget).GetProperty("limit").GetDecimal()),
            Show.Text(budget.GetProperty("per").GetString()),
            budget.GetProperty("counter_count").GetRawText(),
            hasAny ? BudgetText.Amount(budget, most.GetProperty("spent").GetDecimal()) : "",
            hasAny ? BudgetText.Left(budget, most) : "",
            hasAny ? BudgetText.Time(most.GetProperty("resets_at")) : "",
        ];
    }
}
