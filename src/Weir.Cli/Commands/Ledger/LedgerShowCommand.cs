using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Ledger;

/// <summary><c>weir ledger show</c>: everything about one call.</summary>
internal static class LedgerShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The call's identifier (x-request-id), or a beginning of it that fits one call only." };
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "show", "Shows everything about one call, with all its attempts.", "weir ledger show 01k3abcdefgh", "weir ledger show 01k3abcdefgh --json | jq .cost")
        {
            id, data, config, json,
        };
        command.Notes = ["Exit code 1: no call, or more than one, has an identifier that begins so."];
        command.SetAction(parsed => Run(parsed.GetRequiredValue(id), DataPlace.Of(parsed), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string id, StoragePlace data, bool json)
    {
        using var database = data.Open(TimeProvider.System, create: false);
        if (id.Length < LedgerStore.ShortestPrefix)
            return WeirCommand.Refuse($"'{Show.Text(id)}' is too short for an identifier", $"Give at least {LedgerStore.ShortestPrefix} characters.");
        if (new LedgerStore(database).Find(id.ToLowerInvariant()) is not { } call)
        {
            WeirCommand.Refuse(
                $"no call in {database.Path}, or more than one, has an identifier that begins with '{Show.Text(id, 64)}'",
                "'weir ledger tail' shows identifiers; calls that showed no valid key are not kept.");
            return WeirCommand.No;
        }

        if (json) Console.Out.WriteLine(Json.Page(CallJson.Of(call)));
        else CallPage.Write(Console.Out, call);
        return WeirCommand.Done;
    }
}
