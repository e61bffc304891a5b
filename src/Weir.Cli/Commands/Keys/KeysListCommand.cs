using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Identity;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Keys;

/// <summary><c>weir keys list</c>.</summary>
internal static class KeysListCommand
{
    private static readonly Column[] Columns =
        [new("id"), new("name"), new("tenant"), new("feature"), new("models"), new("origin"), new("deadline"), new("priority"), new("created"), new("state")];

    public static Command Create()
    {
        var all = new Option<bool>("--all") { Description = "Revoked keys too." };
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb("list", "Lists the keys of the database, oldest first.", "weir keys list", "weir keys list --all --json")
        {
            all, data, config, json,
        };
        command.Notes = ["Keys that the configuration declares are not among them; 'weir config' shows those."];
        command.SetAction(parsed => Run(DataPlace.Of(parsed), parsed.GetValue(all), parsed.GetValue(json)));
        return command;
    }

    private static int Run(StoragePlace data, bool all, bool json)
    {
        using var database = data.Open(TimeProvider.System, create: false);
        var keys = new KeyStore(database, TimeProvider.System).List().Where(key => all || key.RevokedAt is null).ToList();
        var holds = new KeyHoldStore(database, TimeProvider.System).List();
        if (json) Console.Out.WriteLine(Json.Page(keys.Select(KeyJson.Of)));
        else if (keys.Count > 0) Table.Write(Columns, [.. keys.Select(key => Row(key, holds.GetValueOrDefault(key.Id)))]);
        else Console.Error.WriteLine($"{database.Path} holds no keys{(all ? "" : " that are good")}. Make one: weir keys create NAME --tenant default");
        return WeirCommand.Done;
    }

    private static string[] Row(StoredKey key, Hold? hold) =>
    [
        key.Id,
        Show.Text(key.Name),
        Show.Text(key.Tenant),
        Show.Text(key.Feature),
        key.Models is null ? "all" : Show.Text(string.Join(", ", key.Models)),
        key.Origin is { } origin ? OriginNames.Of(origin) : "",
        key.Deadline is { } deadline ? Quantity.Show(deadline) : "",
        CallPriorities.NameOf(key.Priority),
        Show.Time(key.CreatedAt),
        key.RevokedAt is { } revoked ? $"revoked {Show.Time(revoked)}" : StateOf(hold),
    ];

    private static string StateOf(Hold? hold) => hold switch
    {
        null => "good",
        { CallsPerMinute: 0 } => $"paused until {Show.Time(hold.Until)}",
        _ => $"{hold.CallsPerMinute} calls a minute until {Show.Time(hold.Until)}",
    };
}
