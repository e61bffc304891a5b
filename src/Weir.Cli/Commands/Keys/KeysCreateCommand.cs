using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Configuration;
using Weir.Gateway.Identity;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Keys;

/// <summary><c>weir keys create</c>: the only time that a key is ever shown.</summary>
internal static class KeysCreateCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The key's name, unique among those that are good." };
        var tenant = new Option<string>("--tenant") { Description = "Who pays for the key's calls.", HelpName = "TENANT", Required = true };
        var feature = new Option<string?>("--feature") { Description = "The feature that all its calls belong to. Default: callers may name one.", HelpName = "FEATURE" };
        var models = new Option<string[]>("--model") { Description = "A model that the key may ask for; repeat for more. Default: all.", HelpName = "MODEL" };
        var reason = CommonOptions.Reason();
        var (origin, deadline, priority, limits) = (KeyOptions.Origin(), KeyOptions.Deadline(), KeyOptions.Priority(), KeyOptions.Limits());
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "create",
            "Makes a key and prints it, once: it is kept as a hash. Gateways take it at once.",
            "weir keys create ci --tenant default",
            "weir keys create chatbot --tenant acme --feature chat --model gpt-5-mini --model sim",
            "weir keys create nightly --tenant default --origin background --deadline 20s --priority low",
            "weir keys create intern --tenant default --limit requests_per_minute=60,tokens_per_day=1000000",
            "KEY=$(weir keys create ci --tenant default)")
        {
            name, tenant, feature, models, origin, deadline, priority, limits, reason, data, config, json,
        };
        command.SetAction(parsed => Run(
            new NewKey(
                parsed.GetRequiredValue(name),
                parsed.GetRequiredValue(tenant),
                parsed.GetValue(feature),
                parsed.GetValue(models) is { Length: > 0 } named ? named : null,
                Environment.UserName)
            {
                Reason = parsed.GetValue(reason), Origin = parsed.GetValue(origin), Deadline = parsed.GetValue(deadline), Priority = parsed.GetValue(priority), Limits = parsed.GetValue(limits),
            },
            DataPlace.Of(parsed),
            CommonOptions.ConfigFile(parsed.GetValue(config)),
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(NewKey wanted, StoragePlace data, string? config, bool json)
    {
        var configuration = ConfigurationLoader.Load(config, new ProcessEnvironment(), TimeProvider.System);
        if (configuration.Model is null)
            Console.Error.WriteLine($"weir: warning: {configuration.File} has errors, so that nobody checked whether it knows the tenant '{Show.Text(wanted.Tenant)}'.");
        else
            KeyReferences.Check(wanted, configuration);

        using var database = data.Open(TimeProvider.System);
        var created = new KeyStore(database, TimeProvider.System).Create(wanted);
        if (json)
        {
            Console.Out.WriteLine(Json.Page(KeyJson.OfNew(created)));
            return WeirCommand.Done;
        }

        // The key alone on standard output, so that a script can take it from there.
        Console.Out.WriteLine(created.Plaintext);
        Console.Error.WriteLine($"This is the key '{Show.Text(wanted.Name)}' ({created.Key.Id}) of tenant '{Show.Text(wanted.Tenant)}' in {database.Path}.");
        Console.Error.WriteLine("Keep it now: it is never shown again.");
        return WeirCommand.Done;
    }
}
