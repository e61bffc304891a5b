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

            if (!HeaderRules.IsToken(provider.ApiKeyHeader) || HeaderRules.IsTransport(provider.ApiKeyHeader!))
                errors.Add(provider, "api_key_header", "not a header that can carry a key.", "Write authorization, x-api-key or api-key.");

            if (provider.Aws is { } aws) Check(provider, aws, errors);
        }
    }

    private static void Check(ProviderConfig provider, AwsConfig aws, ConfigErrors errors)
    {
        if (provider.Dialect != "bedrock")
            errors.Add(provider, "aws", "only dialect bedrock is signed this way.", "Remove aws:, or write dialect: bedrock.");
        if (aws.Region is { } region && (region.Length == 0 || region.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-')))
            errors.Add(aws, "region", "not a region's name.", "Write one such as eu-central-1.", region);
        if (aws.AccessKeyId is null != aws.SecretAccessKey is null)
            errors.Add(aws, aws.AccessKeyId is null ? "secret_access_key" : "access_key_id", "one half of the credentials is missing.", "Give both access_key_id and secret_access_key.");
        if (aws.AccessKeyId is not null && provider.ApiKey is not null)
            errors.Add(provider, "api_key", "the provider has both an api_key and aws credentials.", "Remove one of the two.");
    }
}
