using Weir.Cli.Output;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Identity;

namespace Weir.Cli.Commands.Keys;

/// <summary>A new key names only what the configuration has, as its own keys must.</summary>
internal static class KeyReferences
{
    /// <exception cref="StartupException">The tenant, the feature or a model is not in the configuration.</exception>
    public static void Check(NewKey wanted, ConfigurationResult configuration)
    {
        var model = configuration.Model!;
        Check("tenant", wanted.Tenant, model.Tenants.Keys, configuration.File);
        if (wanted.Feature is { } feature && model.Features.Count > 0) Check("feature", feature, model.Features.Keys, configuration.File);
        foreach (var name in wanted.Models ?? []) Check("model", name, model.Models.Keys, configuration.File);
    }

    private static void Check(string what, string name, IReadOnlyCollection<string> known, string file)
    {
        if (known.Contains(name, StringComparer.Ordinal)) return;
        throw new StartupException(
            $"{file} has no {what} '{Show.Text(name)}'",
            Nearest.Remedy(name, known, $"Declare it under {what}s, or name the gateway's configuration with --config."));
    }
}
