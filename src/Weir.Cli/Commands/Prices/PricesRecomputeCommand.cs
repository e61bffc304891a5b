using System.CommandLine;
using Weir.Cli.Commands.Ledger;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Prices;

/// <summary><c>weir prices recompute</c>: what calls would cost with the prices that hold now, and why that differs.</summary>
internal static class PricesRecomputeCommand
{
    private static readonly Column[] Columns =
        [new("deployment"), new("attempts", IsRight: true), new("before", IsRight: true), new("now", IsRight: true), new("difference", IsRight: true), new("why"), new("price before"), new("price now")];

    public static Command Create()
    {
        var since = TailOptions.Since();
        var apply = new Option<bool>("--apply") { Description = "Write the new costs into the ledger. Without it, nothing is changed." };
        var reason = CommonOptions.Reason();
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "recompute",
            "Computes the costs of calls anew with the prices that hold now, and explains the differences.",
            "weir prices recompute --since 7d",
            "weir prices recompute --since 1d --json | jq -r .attempts[].call",
            "weir prices recompute --since 7d --apply --reason 'rates agreed on 1 November'")
        {
            since, apply, reason, data, config, json,
        };
        command.Notes = ["What a provider has stated itself, and calls whose usage is not known, are left alone. Metrics are not changed; budgets count the new costs from the next start on."];
        command.SetAction(parsed => Run(
            parsed.GetValue(since), parsed.GetValue(apply), parsed.GetValue(reason), DataPlace.Of(parsed), CommonOptions.ConfigFile(parsed.GetValue(config)), parsed.GetValue(json)));
        return command;
    }

    private static int Run(TimeSpan? since, bool apply, string? reason, StoragePlace data, string? config, bool json)
    {
        var loaded = LoadedConfiguration.Of(config);
        using var database = data.Open(TimeProvider.System, create: false);
        var filter = new LedgerFilter(Since: since is { } span ? TimeProvider.System.GetUtcNow() - span : null);
        var recount = new Recount(database, new CostRecount(loaded.Model!, loaded.Config.Book), filter, apply);
        if (apply) PricesAudit.Recomputed(database, since, reason, "begun");
        if (json) Json.WritePage(recount);
        else Print(recount);
        if (apply) PricesAudit.Recomputed(database, since, reason, Changed(recount));
        Console.Error.WriteLine(Summary(recount));
        return WeirCommand.Done;
    }

    private static void Print(Recount recount)
    {
        var count = recount.Differences().Count();
        if (count > 0) Table.Write(Columns, [.. recount.Groups.Select(Cells)]);
    }

    private static string Changed(Recount recount)
    {
        var groups = recount.Groups.ToArray();
        return $"{Show.Count(groups.Sum(group => group.Count), "attempt")}, {Show.Money(groups.Sum(group => group.Before))} to {Show.Money(groups.Sum(group => group.Now))} USD";
    }

    private static string Summary(Recount recount)
    {
        var count = recount.Groups.Sum(group => group.Count);
        var looked = $"{Show.Count(recount.Calls, "call")} looked at, {Show.Count(count, "attempt")} would cost something else";
        if (count == 0) return looked + ".";
        return looked + (recount.IsApplied ? ": written." : ". Nothing was changed; --apply writes them.");
    }

    private static string[] Cells(RecountGroup group) =>
    [
        Show.Text(group.Deployment), Show.Money(group.Count), Show.Money(group.Before), Show.Money(group.Now), Show.Money(group.Now - group.Before),
        group.Why, Show.Text(group.VersionBefore), Show.Text(group.VersionNow),
    ];
}
