using System.CommandLine;
using System.Text.Json;
using Weir.Cli.Output;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Budgets;

/// <summary><c>weir budgets show</c>.</summary>
internal static class BudgetsShowCommand
{
    private static readonly Column[] Counters =
        [new("of"), new("spent", IsRight: true), new("reserved", IsRight: true), new("limit", IsRight: true), new("left", IsRight: true), new("begins anew")];

    private static readonly Column[] Raises = [new("raised by", IsRight: true), new("of"), new("until"), new("who"), new("why")];

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The budget's name." };
        var subject = new Option<string?>("--subject") { Description = "Only this one of its counters: a user's name, say.", HelpName = "SUBJECT" };
        var source = new BudgetSource();
        var command = new Verb("show", "Shows the counters of one budget, those first that have spent the most, and what it was raised by.", "weir budgets show acme", "weir budgets show each-user --subject alice --live --json")
        {
            name, subject,
        };
        source.AddTo(command);
        command.SetAction(async (parsed, _) => Print(await source.FindAsync(parsed, parsed.GetRequiredValue(name), parsed.GetValue(subject)), source.IsJson(parsed)));
        return command;
    }

    private static int Print(JsonElement budget, bool asJson)
    {
        BudgetText.WarnOfUncounted([budget]);
        if (asJson)
        {
            Console.Out.WriteLine(Json.Page(budget));
            return WeirCommand.Done;
        }
        var (counters, raises) = (budget.GetProperty("counters"), budget.GetProperty("raises"));
        if (counters.GetArrayLength() > 0) Table.Write(Counters, [.. counters.EnumerateArray().Select(counter => Row(budget, counter))]);
        else Console.Error.WriteLine("Nothing was spent yet.");
        if (counters.GetArrayLength() < budget.GetProperty("counter_count").GetInt32())
            Console.Error.WriteLine($"These are {counters.GetArrayLength()} of {budget.GetProperty("counter_count").GetInt32()}; name others with --subject.");
        if (raises.GetArrayLength() > 0) Table.Write(Raises, [.. raises.EnumerateArray().Select(raise => RaiseRow(budget, raise))]);
        return WeirCommand.Done;
    }

    private static string[] Row(JsonElement budget, JsonElement counter) =>
    [
        counter.GetProperty("subject").GetString() is { Length: > 0 } subject ? Show.Text(subject) : budget.GetProperty("each").GetArrayLength() > 0 ? "(not said)" : "all",
        BudgetText.Amount(budget, counter.GetProperty("spent").GetDecimal()),
        BudgetText.Amount(budget, counter.GetProperty("reserved").GetDecimal()),
        BudgetText.Amount(budget, counter.GetProperty("limit").GetDecimal()),
        BudgetText.Left(budget, counter),
        BudgetText.Time(counter.GetProperty("resets_at")),
    ];

    private static string[] RaiseRow(JsonElement budget, JsonElement raise) =>
    [
        BudgetText.Amount(budget, raise.GetProperty("by").GetDecimal()),
        raise.GetProperty("subject").GetString() is { } subject ? Show.Text(subject) : "all",
        BudgetText.Time(raise.GetProperty("until")),
        Show.Text(raise.GetProperty("raised_by").GetString()),
        Show.Text(raise.GetProperty("reason").GetString()),
    ];
}
