using System.CommandLine;
using Weir.Cli.Commands.Ledger;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Audit;

namespace Weir.Cli.Commands.Audit;

/// <summary><c>weir audit</c>: who changed what, when and why.</summary>
internal static class AuditCommand
{
    private static readonly Column[] Columns = [new("time"), new("actor"), new("action"), new("object"), new("reason"), new("details")];

    public static Command Create()
    {
        var (count, since) = (TailOptions.Count("changes"), TailOptions.Since("changes that were made"));
        var changed = new Option<string?>("--object") { Description = "Only changes of what has this name: a key, a budget, a fault, a price book.", HelpName = "NAME" };
        var action = new Option<string?>("--action") { Description = "Only this action, such as key.revoke; 'key.' stands for all of them.", HelpName = "ACTION" };
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "audit",
            "Prints who changed what, when and why: keys, budgets, faults, prices. Oldest first.",
            "weir audit --since 7d",
            "weir audit --object ci --json",
            "weir audit --action key. -n 100")
        {
            count, since, changed, action, data, config, json,
        };
        command.SetAction(parsed =>
        {
            var time = TimeProvider.System;
            using var database = DataPlace.Of(parsed).Open(time, create: false);
            var filter = new AuditFilter(parsed.GetValue(changed), parsed.GetValue(since) is { } span ? time.GetUtcNow() - span : null, parsed.GetValue(action));
            return Print(new AuditLog(database).Newest(filter, parsed.GetValue(count)), parsed.GetValue(json));
        });
        return command;
    }

    private static int Print(IReadOnlyList<AuditEntry> entries, bool json)
    {
        if (json) Console.Out.WriteLine(Json.Page(entries.Select(Row)));
        else if (entries.Count > 0) Table.Write(Columns, [.. entries.Select(Cells)]);
        else Console.Error.WriteLine("There are no such changes.");
        return WeirCommand.Done;
    }

    private static string[] Cells(AuditEntry entry) =>
        [Show.Time(entry.At), Show.Text(entry.Actor), entry.Action, Show.Text(entry.Object), Show.Text(entry.Reason), Show.Text(entry.Details)];

    private static object Row(AuditEntry entry) => new
    {
        at = Show.Iso(entry.At),
        actor = entry.Actor,
        action = entry.Action,
        @object = entry.Object,
        reason = entry.Reason,
        details = entry.Details,
    };
}
