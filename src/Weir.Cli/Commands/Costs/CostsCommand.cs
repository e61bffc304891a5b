using System.CommandLine;
using Weir.Cli.Usage;
using Weir.Gateway.Costs;
using Weir.Gateway.Costs.Focus;

namespace Weir.Cli.Commands.Costs;

/// <summary><c>weir costs</c>: what calls cost, by whatever they are told apart by.</summary>
internal static class CostsCommand
{
    /// <summary>Lines of a table where it is not said how many: more than anybody reads.</summary>
    private const int UsualLines = 1_000;

    public static Command Create()
    {
        var options = new CostOptions();
        var by = new Option<string>("--by") { Description = $"What costs are told apart by, with commas between: {string.Join(", ", CostDimensions.Names)}.", HelpName = "NAMES", DefaultValueFactory = _ => "feature" };
        var sort = new Option<string>("--sort") { Description = "What comes first: cost, calls, tokens, saved or name.", HelpName = "ORDER", DefaultValueFactory = _ => "cost" };
        var top = new Option<int?>("--top") { Description = $"At most so many lines; the total is of all. Default: {UsualLines} in a table, else up to {CostQuery.MostRows}.", HelpName = "NUMBER" };
        var total = new Option<bool>("--total") { Description = "Add what features cost beside their calls (features.NAME.costs)." };
        var format = new Option<string>("--format") { Description = $"How it is printed: {string.Join(", ", CostFormats.All)}.", HelpName = "FORMAT", DefaultValueFactory = _ => CostFormats.Table };
        format.AcceptOnlyFromAmong(CostFormats.All);
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "costs",
            "Shows what calls cost, where it went, what it will be, and what it could be.",
            "weir costs --by feature,model --since 7d",
            "weir costs --by day --where tenant=acme --since 2026-11-01 --format csv",
            "weir costs --by prompt --top 10",
            "weir costs --format focus --since 30d > focus.csv")
        {
            by, sort, top, total, format, json, data, config,
            CostsCheckCommand.Create(),
            CostsConversationsCommand.Create(),
            CostsForecastCommand.Create(),
            CostsReconcileCommand.Create(),
            CostsSavingsCommand.Create(),
            CostsWhatIfCommand.Create(),
        };
        options.AddTo(command);
        command.Notes = ["FOCUS is the format of the FinOps foundation: a line for each day, or with --by hour for each hour, and all that Weir tells apart."];
        command.SetAction(parsed => CostRun.With(DataPlace.Of(parsed), (session, time) =>
        {
            var form = parsed.GetValue(json) ? CostFormats.Json : parsed.GetValue(format)!;
            var query = options.Query(parsed, parsed.GetValue(by), time) with
            {
                Sort = CostQueryText.Sort(parsed.GetValue(sort)!), Top = Top(parsed.GetValue(top), form == CostFormats.Table ? UsualLines : CostQuery.MostRows),
            };
            var store = new CostStore(session, time, CostEffort.Full);
            Print(store, query, form);
            if (parsed.GetValue(total)) DeclaredTable.Write(store, query, LoadedConfiguration.Of(CommonOptions.ConfigFile(parsed.GetValue(config))).Model!, form, time);
            return WeirCommand.Done;
        }));
        return command;
    }

    private static void Print(CostStore store, CostQuery query, string format)
    {
        switch (format)
        {
            case CostFormats.Focus:
                CostFormats.WriteFocus(FocusDataset.Of(store.Report(FocusDataset.Query(query, query.By.Contains(CostDimension.Hour)))));
                break;
            case CostFormats.Json:
                CostFormats.WriteJson(store.Report(query));
                break;
            case CostFormats.Csv:
                CostCsv.Write(store.Report(query));
                break;
            default:
                CostTable.Write(store.Report(query));
                break;
        }
    }

    private static int Top(int? given, int usual) => given switch
    {
        null => usual,
        > 0 and <= CostQuery.MostRows => given.Value,
        _ => throw new CostQueryException($"{given} is no number of lines.", $"Write 1 to {CostQuery.MostRows}."),
    };
}
