using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Gateway.Identity;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Keys;

/// <summary><c>weir keys resume</c>.</summary>
internal static class KeysResumeCommand
{
    public static Command Create()
    {
        var key = new Argument<string>("KEY") { Description = "The key's identifier or name; of a key of the configuration too." };
        var reason = CommonOptions.Reason();
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb("resume", "Lets a key go on that was paused or throttled. Running gateways follow within about a second.", "weir keys resume ci", "weir keys resume key_7f3a91c2 --reason 'a load test'")
        {
            key, reason, data, config, json,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(key), parsed.GetValue(reason), DataPlace.Of(parsed), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string idOrName, string? reason, StoragePlace data, bool json)
    {
        using var database = data.Open(TimeProvider.System, create: false);
        var resumed = new KeyHoldStore(database, TimeProvider.System).Remove(idOrName, Environment.UserName, reason)
            ?? throw new StartupException($"no key '{Show.Text(idOrName)}' is held back", "'weir keys list' shows which keys are; 'weir anomalies list' shows why.");
        Console.Out.WriteLine(json ? Json.Page(new { id = resumed }) : $"The key {resumed} goes on.");
        return WeirCommand.Done;
    }
}
