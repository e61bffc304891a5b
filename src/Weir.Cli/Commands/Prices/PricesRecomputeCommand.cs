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
    private const int Page = 500;

    private static readonly Column[] Columns =
        [new("deployment"), new("attempts", IsRight: true), new("before", IsRight: true), new("now", IsRight: true), new("difference", IsRight: true), new("why"), new("price before"), new("price now")];

    public static Command Create()
    {
        var since = TailOptions.Since();
        var apply = new Option<bool>("--apply") { Description = "Write the new costs into the ledger. Without it, nothing is changed." };
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "recompute",
            "Computes the costs of calls anew with the prices that hold now, and explains the differences.",
            "weir prices recompute --since 7d",
            "weir prices recompute --since 1d --json | jq -r .attempts[].call",
            "weir prices recompute --since 7d --apply")
        {
            since, apply, data, config, json,
        };
        command.Notes = ["What a provider has stated itself, and calls whose usage is not known, are left alone. Budgets and metrics are not changed."];
        command.SetAction(parsed => Run(
            parsed.GetValue(since), parsed.GetValue(apply), parsed.GetValue(data)!, CommonOptions.ConfigFile(parsed.GetValue(config)), parsed.GetValue(json)));
        return command;
    }

    private static int Run(TimeSpan? since, bool apply, string data, string? config, bool json)
    {
        var loaded = LoadedConfiguration.Of(config);
        using var database = Database.Open(data, TimeProvider.System, create: false);
        var recount = new CostRecount(loaded.Model!, loaded.Config.Book);
        var (store, filter) = (new LedgerStore(database), new LedgerFilter(Since: since is { } span ? TimeProvider.System.GetUtcNow() - span : null));
        var (differences, calls, last) = (new List<CostDifference>(), 0, "");
        while (store.After(last, Page, filter) is { Count: > 0 } page)
        {
            var changed = new List<CallRecord>();
            foreach (var call in page)
            {
                var found = recount.Recount(call);
                if (found.Count > 0) changed.Add(call);
                differences.AddRange(found);
            }
            if (apply && changed.Count > 0) CostRecount.Write(database, changed);
            (calls, last) = (calls + page.Count, page[^1].Id);
        }
        if (json) Console.Out.WriteLine(Json.Page(new { calls, applied = apply, attempts = differences.Select(Row) }));
        else if (differences.Count > 0) Table.Write(Columns, [.. Groups(differences)]);
        Console.Error.WriteLine(Summary(calls, differences, apply));
        return WeirCommand.Done;
    }

    private static string Summary(int calls, List<CostDifference> differences, bool apply)
    {
        var looked = $"{Show.Count(calls, "call")} looked at, {Show.Count(differences.Count, "attempt")} would cost something else";
        if (differences.Count == 0) return looked + ".";
        return looked + (apply ? ": written." : ". Nothing was changed; --apply writes them.");
    }

    private static IEnumerable<string[]> Groups(IEnumerable<CostDifference> differences) => differences
        .GroupBy(one => (one.Deployment, one.Why, one.VersionBefore, one.VersionNow))
        .Select(group => (group.Key, Count: group.Count(), Before: group.Sum(one => one.Before ?? 0), Now: group.Sum(one => one.Now ?? 0)))
        .OrderByDescending(group => Math.Abs(group.Now - group.Before))
        .Select(group => (string[])
        [
            Show.Text(group.Key.Deployment), Show.Money(group.Count), Show.Money(group.Before), Show.Money(group.Now), Show.Money(group.Now - group.Before),
            group.Key.Why, Show.Text(group.Key.VersionBefore), Show.Text(group.Key.VersionNow),
        ]);

    private static object Row(CostDifference one) => new
    {
        call = one.CallId,
        attempt = one.Number,
        deployment = one.Deployment,
        before = one.Before,
        price_before = one.VersionBefore,
        now = one.Now,
        price_now = one.VersionNow,
        why = one.Why,
    };
}
