using Weir.Gateway;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Commands;

/// <summary>A configuration for commands that cannot do without one.</summary>
internal static class LoadedConfiguration
{
    /// <param name="file">The file, or null for the built-in default.</param>
    /// <exception cref="StartupException">It has errors.</exception>
    public static ConfigurationResult Of(string? file)
    {
        var result = ConfigurationLoader.Load(file, new ProcessEnvironment(), TimeProvider.System);
        if (result.Errors.Count == 0) return result;
        throw new StartupException(string.Join(Environment.NewLine, result.Errors), $"Mend the configuration; 'weir check {file}' tests it.");
    }
}
