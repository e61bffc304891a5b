using System.CommandLine;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Output;

namespace Weir.Cli.Commands;

/// <summary><c>weir config</c>: the configuration that holds, secrets masked.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Verb(
            "config",
            "Prints the effective configuration: defaults filled in, secrets masked. Without a file: one to start from.",
            "weir config",
            "weir config > weir.yaml",
            "weir config --config weir.yaml --json")
        {
            config, json,
        };
        command.SetAction(parsed => Print(CommonOptions.ConfigFile(parsed.GetValue(config)), parsed.GetValue(json)));
        return command;
    }

    private static int Print(string? file, bool json)
    {
        var environment = new ProcessEnvironment();
        var result = Load(file, environment);
        if (json) Console.Out.Write(EffectiveJson.Print(result.Config));
        else if (file is null) Console.Out.Write(DefaultConfig.Compose(environment));
        else Console.Out.Write($"# {file}, release {result.Model!.Release}, with defaults filled in and secrets masked\n{EffectiveConfig.Print(result.Config)}");
        return WeirCommand.Done;
    }

    private static ConfigurationResult Load(string? file, IEnvironment environment)
    {
        var result = ConfigurationLoader.Load(file, environment, TimeProvider.System);
        if (result.Errors.Count == 0) return result;
        throw new StartupException(string.Join(Environment.NewLine, result.Errors), $"Mend the configuration; 'weir check {file}' tests it.");
    }
}
