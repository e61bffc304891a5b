using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Costs;

namespace Weir.Cli.Commands.Costs;

/// <summary><c>weir costs savings</c>: what was not spent, and why.</summary>
internal static class CostsSavingsCommand
{
    private static readonly Column[] Columns = [new("saved by"), new("amount", IsRight: true), new("how that is known")];

    public static Command Create()
    {
        var options = new CostOptions();
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "savings",
            "Shows what caches, shared answers and routing have saved.",
            "weir costs savings --since 30d",
            "weir costs --by origin,result --where result=failed --where result=cancelled    # and what was wasted")
        {
            json, data, config,
        };
        options.AddTo(command);
        command.SetAction(parsed => CostRun.With(DataPlace.Of(parsed), (session, time) =>
        {
            var model = LoadedConfiguration.Of(CommonOptions.ConfigFile(parsed.GetValue(config))).Model!;
            var savings = Savings.Of(session, time, options.Query(parsed, by: null, time), model);
            if (parsed.GetValue(json)) Console.Out.WriteLine(Json.Page(Object(savings)));
            else Write(savings);
            return WeirCommand.Done;
        }));
        return command;
    }

    private static void Write(Savings savings)
    {
        Table.Write(Columns,
        [
            ["providers' caches", CostCells.Money(savings.CacheReads), "exact: the price of input less that of cached input"],
            ["shared answers", "~" + CostCells.Money(savings.SharedAnswers), $"estimated: {Show.Count(savings.SharedCalls, "call")}, as dear as others for the same model"],
            ["routing", CostCells.Money(savings.Routing), "against the first deployment of each route, at its present standard price"],
        ]);
        Console.Error.WriteLine($"In US dollars. {CostCells.Money(savings.Cost)} were spent.");
        if (savings.NotReckoned.Count > 0)
            Console.Error.WriteLine($"Routing of these models is not in it, since a price is missing or depends on the length of requests: {Show.Text(string.Join(", ", savings.NotReckoned))}");
    }

    private static object Object(Savings savings) => new
    {
        cost = savings.Cost,
        cache_reads = savings.CacheReads,
        shared_calls = savings.SharedCalls,
        shared_answers_estimated = savings.SharedAnswers,
        routing = savings.Routing,
        routing_not_reckoned = savings.NotReckoned,
    };
}
