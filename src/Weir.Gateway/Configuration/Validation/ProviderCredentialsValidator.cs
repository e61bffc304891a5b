namespace Weir.Gateway.Configuration.Validation;

/// <summary>A provider's key can travel in its header.</summary>
internal sealed class ProviderCredentialsValidator : IConfigValidator
{
    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var provider in config.Providers.Values)
        {
            if (provider.ApiKey is { } key && !HeaderRules.IsValue(key.Reveal()))
                errors.Add(provider, "api_key", "the key contains characters that a header cannot carry.", "Look for a line break or a space at its beginning or end.");

            if (!HeaderRules.IsToken(provider.ApiKeyHeader) || HeaderRules.IsTransport(provider.ApiKeyHeader))
                errors.Add(provider, "api_key_header", "not a header that can carry a key.", "Write authorization, x-api-key or api-key.");
        }
    }
}
