namespace Weir.Gateway.Configuration.Validation;

/// <summary>Stored responses are kept for a time that makes sense.</summary>
internal sealed class ResponsesValidator : IConfigValidator
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        if (config.Responses.Retention < TimeSpan.Zero || config.Responses.Retention > Longest)
            errors.Add(config.Responses, "retention", "out of range.", "Write 0s to 3650d.");
    }
}
