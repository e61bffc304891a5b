using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Costs;

namespace Weir.Cli.Commands.Costs;

/// <summary><c>weir costs conversations</c>: what a conversation costs, usually and at most.</summary>
internal static class CostsConversationsCommand
{
    private static readonly Column[] Columns = [new("session"), new("tenant"), new("calls", IsRight: true), new("tokens", IsRight: true), new("cost", IsRight: true)];

    public static Command Create()
    {
        var options = new CostOptions();
        var top = new Option<int>("--top") { Description = "How many of the dearest to show.", HelpName = "NUMBER", DefaultValueFactory = _ => 10 };
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "conversations",
            "Shows what conversations cost: calls of one session (x-weir-session) of a tenant.",
            "weir costs conversations --since 7d",
            "weir costs conversations --where feature=chat --top 3 --json")
        {
            top, json, data, config,
        };
        options.AddTo(command);
        command.SetAction(parsed => CostRun.With(DataPlace.Of(parsed), (session, time) =>
        {
            if (parsed.GetValue(top) is < 0 or > 1000) throw new CostQueryException($"{parsed.GetValue(top)} is no number of lines.", "Write 0 to 1000.");
            var report = new ConversationStore(session, time, CostEffort.Full).Report(options.Query(parsed, by: null, time), parsed.GetValue(top));
            if (parsed.GetValue(json)) Console.Out.WriteLine(Json.Page(Object(report)));
            else Write(report);
            return WeirCommand.Done;
        }));
        return command;
    }

    private static void Write(ConversationReport report)
    {
        Console.Error.WriteLine($"Whole days since {Show.Time(report.From)}, in US dollars.");
        if (report.Count == 0)
        {
            Console.Error.WriteLine("No call named a session. Clients do with the header x-weir-session.");
            return;
        }
        Console.Out.WriteLine($"{Show.Count(report.Count, "conversation")} of {CostCells.Money((decimal)report.Calls / report.Count)} calls cost {CostCells.Money(report.Cost)}");
        var (average, median, high) = (CostCells.Money(report.Cost / report.Count), CostCells.Money(report.Median), CostCells.Money(report.Percentile95));
        Console.Out.WriteLine($"on average {average}, half of them up to {median}, 95 of 100 up to {high}");
        Table.Write(Columns, [.. report.Dearest.Select(Row)]);
        CostCells.Explain(new CostTotals { Uncosted = report.Uncosted });
    }

    private static string[] Row(Conversation one) =>
    [
        Show.Text(one.Session, 48), Show.Text(one.Tenant, 24), CostCells.Count(one.Calls), CostCells.Count(one.Tokens),
        CostCells.Cost(new CostTotals { Cost = one.Cost, Uncosted = one.Uncosted }),
    ];

    private static object Object(ConversationReport report) => new
    {
        since = Show.Iso(report.From),
        conversations = report.Count,
        calls = report.Calls,
        cost = report.Cost,
        uncosted_attempts = report.Uncosted,
        median = report.Count == 0 ? (decimal?)null : report.Median,
        p95 = report.Count == 0 ? (decimal?)null : report.Percentile95,
        dearest = report.Dearest.Select(one => new { session = one.Session, tenant = one.Tenant, calls = one.Calls, tokens = one.Tokens, cost = one.Cost, uncosted_attempts = one.Uncosted }),
    };
}
