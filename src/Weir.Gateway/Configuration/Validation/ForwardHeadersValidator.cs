namespace Weir.Gateway.Configuration.Validation;

/// <summary>Nothing that belongs to the client alone is passed on to a provider.</summary>
internal sealed class ForwardHeadersValidator : IConfigValidator
{
    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var provider in config.Providers.Values)
        {
            foreach (var pattern in provider.ForwardHeaders ?? [])
            {
                if (!HeaderRules.IsToken(pattern) || pattern.AsSpan(0, Math.Max(0, pattern.Length - 1)).Contains('*'))
                    errors.Add(provider, "forward_headers", "an entry is neither a header's name nor the beginning of one with * at its end.", "Write names such as openai-beta or x-app-*.");
                else if (HeaderRules.Withheld(pattern) is { } withheld)
                    errors.Add(provider, "forward_headers", $"an entry would pass on the client's {withheld} header.", "Name the headers that you need one by one; credentials go to api_key or headers.");
            }
        }
    }
}
