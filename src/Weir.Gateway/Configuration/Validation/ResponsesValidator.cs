using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Stored responses are kept for a time and within a limit that make sense.</summary>
internal sealed class ResponsesValidator : IConfigValidator
{
    private const long FewestBytes = 1L << 10;
    private const long MostBytes = 1L << 40;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        if (config.Responses.Retention < TimeSpan.Zero || config.Responses.Retention > Longest)
            errors.Add(config.Responses, "retention", "out of range.", "Write 0s to 3650d.");
        if (config.Responses.TenantBytes is < FewestBytes or > MostBytes)
            errors.Add(config.Responses, "tenant_bytes", $"{Quantity.ShowSize(config.Responses.TenantBytes)} is out of range.", "Write 1KiB to 1024GiB; retention: 0s keeps none.");
    }
}
