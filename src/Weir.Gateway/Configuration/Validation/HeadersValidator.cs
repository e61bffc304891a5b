namespace Weir.Gateway.Configuration.Validation;

/// <summary>Extra headers are legal, and do not contradict what Weir sets itself.</summary>
internal sealed class HeadersValidator : IConfigValidator
{
    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var provider in config.Providers.Values)
        {
            var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, value) in provider.Headers)
            {
                if (Problem(provider, name, value.Reveal(), seen) is not var (message, remedy)) continue;
                if ((provider.At("headers") as Yaml.MapNode)?.Find(name) is { } node) errors.Add(node, message, remedy);
                else errors.Add(provider, "headers", message, remedy);
            }
        }
    }

    private static (string Message, string Remedy)? Problem(ProviderConfig provider, string name, string value, HashSet<string> seen)
    {
        if (!HeaderRules.IsToken(name)) return ($"\"{Shown.Short(name)}\" cannot be a header's name.", "Use letters, digits and - in header names.");
        if (HeaderRules.IsTransport(name)) return ($"the header {name} is set by Weir itself.", "Remove it.");
        if (!seen.Add(name)) return ($"the header {name} is given twice, in different case.", "Remove one of the two.");
        if (provider.Has("api_key") && string.Equals(name, provider.ApiKeyHeader, StringComparison.OrdinalIgnoreCase))
            return ($"the header {name} already carries api_key.", "Remove one of the two.");
        return HeaderRules.IsValue(value) ? null : ("the value contains characters that a header cannot carry.", "Use printable ASCII without spaces at the ends.");
    }
}
