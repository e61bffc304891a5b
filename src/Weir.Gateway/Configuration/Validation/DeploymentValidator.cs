namespace Weir.Gateway.Configuration.Validation;

/// <summary>A deployment leads to a provider, and to a price if it names one.</summary>
internal sealed class DeploymentValidator : IConfigValidator
{
    private const int LongestModelName = 256;

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var deployment in config.Deployments.Values)
        {
            Reference.Check(deployment, "provider", deployment.Provider, config.Providers.Keys, "provider", "providers", errors);
            if (deployment.Model is { } model && (model.Length is 0 or > LongestModelName || model.Any(char.IsControl)))
                errors.Add(deployment, "model", "not a model's name.", "Write the name that the provider uses, such as gpt-5-mini.");

            if (deployment.MaxOutputTokens < 1)
                errors.Add(deployment, "max_output_tokens", "the limit must be at least 1.", "Write the most tokens that the model can answer with, such as 32000.");

            if (deployment.Has("priced_as") && deployment.PricedAs is { } priced && config.Book.Entry(priced) is null)
                Reference.Unknown(deployment, "priced_as", priced, config.Book.Names, "entry of the price book", "Give a price: section instead, or remove the key.", errors);
            if (deployment.Has("priced_as") && deployment.Has("price"))
                errors.Add(deployment, "priced_as", "both price and priced_as are given.", "Remove one of the two.");
        }
    }
}
