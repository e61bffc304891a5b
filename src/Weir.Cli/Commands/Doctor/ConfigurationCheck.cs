using Weir.Cli.Output;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Commands.Doctor;

/// <summary>Whether the configuration can be used; <c>weir check</c> has the details.</summary>
internal static class ConfigurationCheck
{
    public static Finding Of(ConfigurationResult configuration, string? file)
    {
        const string check = "configuration";
        if (configuration.Model is not { } model)
            return new Finding(check, $"{configuration.File} has {Show.Count(configuration.Errors.Count, "error")}", $"'weir check {file}' lists all of them.");
        // A warning is about a choice of the operator's, so that it is mentioned and no more.
        var warnings = configuration.Warnings.Count;
        return new Finding(
            check,
            $"{configuration.File}, release {model.Release}, {Show.Count(model.Models.Count, "model")}, {Show.Count(model.Providers.Count, "provider")}"
            + (warnings > 0 ? $", {Show.Count(warnings, "warning")} ('weir check' lists them)" : ""));
    }
}
