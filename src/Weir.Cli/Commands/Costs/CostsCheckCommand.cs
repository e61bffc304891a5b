using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Costs;

/// <summary><c>weir costs check</c>: whether the sums that reports are made from are those of the ledger's rows.</summary>
internal static class CostsCheckCommand
{
    /// <summary>Enough to see what it is about; <c>--json</c> has all.</summary>
    private const int MostShown = 20;

    private static readonly Column[] Columns =
        [new("table"), new("start"), new("of"), new("calls", IsRight: true), new("attempts", IsRight: true), new("tokens", IsRight: true), new("cost", IsRight: true)];

    public static Command Create()
    {
        var repair = new Option<bool>("--repair") { Description = "Mend the sums that differ." };
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "check",
            "Compares the sums that reports are made from with a recount of all rows, and says what they lack.",
            "weir costs check",
            "weir costs check --repair")
        {
            repair, data, config, json,
        };
        command.Notes = ["A gateway may run meanwhile. All rows are read: a million takes about a minute. Exit code 1: there are differences."];
        command.SetAction(parsed => Run(parsed.GetValue(repair), DataPlace.Of(parsed), parsed.GetValue(json)));
        return command;
    }

    private static int Run(bool repair, StoragePlace data, bool json)
    {
        using var database = data.Open(TimeProvider.System, create: false);
        var check = new RollupCheck(database, TimeProvider.System);
        var differences = check.Find();
        var isMended = repair && differences.Count > 0;
        if (isMended) check.Mend(differences);
        // Many differences are found a part at a time; and two who mend at once would both add what was lacking.
        var left = isMended ? check.Find().Count : differences.Count;
        if (json) Console.Out.WriteLine(Json.Page(new { differences = differences.Select(CostDifferenceJson.Of), mended = isMended, left }));
        else if (differences.Count > 0) Table.Write(Columns, [.. differences.Take(MostShown).Select(Row)]);
        Console.Error.WriteLine(Summary(differences.Count, isMended, left));
        return left == 0 ? WeirCommand.Done : WeirCommand.No;
    }

    private static string Summary(int found, bool isMended, int left) => (found, isMended, left) switch
    {
        (0, _, _) => "All sums are what a recount of the rows comes to.",
        (_, false, _) => $"{Show.Count(found, "sum")} differ from a recount of the rows. Nothing was changed; --repair mends them.",
        (_, true, 0) => $"{Show.Count(found, "sum")} differed from a recount of the rows and were mended.",
        _ => $"{Show.Count(found, "sum")} differed from a recount of the rows and were mended; {left} still differ: run it again.",
    };

    private static string[] Row(RollupDifference difference)
    {
        var (start, of) = difference switch
        {
            { Hour: { } hour } => (hour.Hour, $"{hour.Tenant} {hour.Feature} {hour.ModelAsked} {hour.Deployment} {hour.Result}"),
            { Value: { } value } => (value.Start, $"{value.Tenant} {value.Dimension} {value.Value}"),
            _ => (0, ""),
        };
        var missing = difference.Missing;
        return
        [
            difference.Table, Show.Time(start), Show.Text(of), Show.Money(missing.Calls), Show.Money(missing.Attempts), Show.Money(missing.Usage.Input + missing.Usage.Output), missing.Cost.ToString(),
        ];
    }
}
