using System.CommandLine;
using Weir.Cli.Usage;
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
        var result = LoadedConfiguration.Of(file);
        if (json) Console.Out.Write(EffectiveJson.Print(result.Config));
        else if (file is null) Console.Out.Write(DefaultConfig.Compose(new ProcessEnvironment()));
        else Console.Out.Write($"# {file}, release {result.Model!.Release}, with defaults filled in and secrets masked\n{EffectiveConfig.Print(result.Config)}");
        return WeirCommand.Done;
    }
}
