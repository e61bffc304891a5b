using System.CommandLine;
using System.Text.Json;
using Weir.Cli.Output;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Faults;

/// <summary><c>weir faults list</c>.</summary>
internal static class FaultsListCommand
{
    private static readonly Column[] Columns =
        [new("name"), new("state"), new("kind"), new("on"), new("percent", IsRight: true), new("ends"), new("injected", IsRight: true), new("held back", IsRight: true), new("origin")];

    public static Command Create()
    {
        var admin = new AdminOptions();
        var command = new Verb("list", "Lists the faults of a running gateway, those of its configuration too.", "weir faults list", "weir faults list --url http://127.0.0.1:8080 --json");
        admin.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            using var client = admin.Client(parsed);
            return Print(await client.SendAsync(HttpMethod.Get, "faults"), parsed.GetValue(admin.Json));
        });
        return command;
    }

    private static int Print(JsonElement answer, bool asJson)
    {
        var faults = answer.GetProperty("faults");
        if (asJson) Console.Out.WriteLine(Json.Page(faults));
        else if (faults.GetArrayLength() > 0) Table.Write(Columns, [.. faults.EnumerateArray().Select(Row)]);
        else Console.Error.WriteLine("There are no faults. Start one: weir faults start NAME --deployment DEPLOYMENT --kind status");
        return WeirCommand.Done;
    }

    private static string[] Row(JsonElement fault) =>
    [
        Text(fault, "name"),
        Text(fault, "state"),
        Text(fault, "kind"),
        fault.TryGetProperty("provider", out var provider) ? $"provider {Show.Text(provider.GetString())}" : Names(fault.GetProperty("deployments")),
        fault.GetProperty("percent").GetRawText(),
        Text(fault, "ends_at"),
        fault.GetProperty("injected").GetRawText(),
        fault.GetProperty("skipped").GetRawText(),
        Text(fault, "origin"),
    ];

    private static string Text(JsonElement fault, string member) => Show.Text(fault.GetProperty(member).GetString());

    private static string Names(JsonElement names) => Show.Text(string.Join(", ", names.EnumerateArray().Select(name => name.GetString())));
}
