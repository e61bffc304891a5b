using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Probes go to the provider, and not too often.</summary>
internal sealed class ProbeValidator : IConfigValidator
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var deployment in config.Deployments.Values)
        {
            var probe = deployment.Probe;
            if (probe.Every < Shortest || probe.Every > Longest)
                errors.Add(probe, "every", $"{Quantity.Show(probe.Every)} is out of range.", "Write 1s to 1h; run: off ends the probes.");
            if (!IsPath(probe.Path))
                errors.Add(probe, "path", "not a path.", "Write what comes after base_url and begins with a slash, such as /models.");
        }
    }

    private static bool IsPath(string path) =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));
}
