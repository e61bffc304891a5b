using System.CommandLine;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands;

/// <summary>The database that a command works on: that of the configuration's <c>storage.database</c>, else the file in the data directory.</summary>
internal static class DataPlace
{
    /// <summary>Finds it by a command's options <c>--data</c> and <c>--config</c>.</summary>
    /// <exception cref="StartupException">The configuration names a database that cannot be understood.</exception>
    public static StoragePlace Of(ParseResult parsed) =>
        Of(parsed.GetValue<string>("--data")!, CommonOptions.ConfigFile(parsed.GetValue<string?>("--config")));

    /// <param name="data">The data directory.</param>
    /// <param name="config">The configuration file, or null for the built-in one.</param>
    public static StoragePlace Of(string data, string? config)
    {
        // Most have no such section, and most commands need nothing else of it.
        if (config is null || !File.Exists(config) || !File.ReadAllText(config).Contains("storage", StringComparison.Ordinal)) return new StoragePlace(data);
        var loaded = ConfigurationLoader.Load(config, new ProcessEnvironment(), TimeProvider.System);
        if (loaded.Errors.FirstOrDefault(error => error.Path.Length == 0 || error.Path.StartsWith("storage", StringComparison.Ordinal)) is { } wrong)
            throw new StartupException(wrong.ToString(), $"Mend the configuration; 'weir check {config}' tests it.");
        return StoragePlace.Of(data, loaded.Config.Storage);
    }
}
