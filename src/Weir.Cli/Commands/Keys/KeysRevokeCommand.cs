using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Identity;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Keys;

/// <summary><c>weir keys revoke</c>.</summary>
internal static class KeysRevokeCommand
{
    public static Command Create()
    {
        var key = new Argument<string>("KEY") { Description = "The key's identifier or name." };
        var reason = CommonOptions.Reason();
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "revoke", "Ends a key for good. Running gateways refuse it within about a second.", "weir keys revoke ci", "weir keys revoke key_7f3a91c2 --reason 'in a public repository'")
        {
            key, reason, data, config, json,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(key), parsed.GetValue(reason), DataPlace.Of(parsed), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string idOrName, string? reason, StoragePlace data, bool json)
    {
        using var database = data.Open(TimeProvider.System, create: false);
        var revoked = new KeyStore(database, TimeProvider.System).Revoke(idOrName, Environment.UserName, reason);
        Console.Out.WriteLine(json ? Json.Page(KeyJson.Of(revoked)) : $"Revoked '{Show.Text(revoked.Name)}' ({revoked.Id}) of tenant '{Show.Text(revoked.Tenant)}'.");
        return WeirCommand.Done;
    }
}
