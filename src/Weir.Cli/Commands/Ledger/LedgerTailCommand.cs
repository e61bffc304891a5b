using System.CommandLine;
using Weir.Cli.Usage;
using Weir.Gateway.Ledger;

namespace Weir.Cli.Commands.Ledger;

/// <summary><c>weir ledger tail</c>: the newest calls, and those to come.</summary>
internal static class LedgerTailCommand
{
    public static Command Create()
    {
        var count = TailOptions.Count();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on printing calls as they end." };
        var tenant = new Option<string?>("--tenant") { Description = "Only calls of this tenant.", HelpName = "TENANT" };
        var model = new Option<string?>("--model") { Description = "Only calls that asked for this model.", HelpName = "MODEL" };
        var (outcome, since) = (TailOptions.Outcome(), TailOptions.Since());
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "tail",
            "Prints the newest calls, oldest first.",
            "weir ledger tail -n 50 --since 1h",
            "weir ledger tail --follow --tenant acme --outcome timed_out",
            "weir ledger tail --json | jq -r '[.id, .cost] | @tsv'")
        {
            count, follow, tenant, model, outcome, since, data, config, json,
        };
        command.Notes = LedgerLegend.Help;
        command.SetAction(async (parsed, stop) =>
        {
            var time = TimeProvider.System;
            using var database = DataPlace.Of(parsed).Open(time, create: false);
            var filter = new LedgerFilter(
                parsed.GetValue(tenant),
                parsed.GetValue(model),
                parsed.GetValue(outcome),
                parsed.GetValue(since) is { } span ? time.GetUtcNow() - span : null);
            var tail = new LedgerTail(new LedgerStore(database), filter, time, parsed.GetValue(json) ? new JsonCalls() : new CallTable());
            await tail.RunAsync(parsed.GetValue(count), parsed.GetValue(follow), stop);
            return WeirCommand.Done;
        });
        return command;
    }
}
