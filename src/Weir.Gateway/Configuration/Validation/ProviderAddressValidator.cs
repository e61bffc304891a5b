namespace Weir.Gateway.Configuration.Validation;

/// <summary>Each provider is reached in exactly one way.</summary>
internal sealed class ProviderAddressValidator : IConfigValidator
{
    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var provider in config.Providers.Values)
        {
            // An address of the catalogue counts as given.
            var hasAddress = provider.Has("base_url") || provider.BaseUrl is not null;
            if (hasAddress == provider.Has("built_in"))
            {
                var problem = hasAddress ? "both base_url and built_in are given." : "neither base_url nor built_in is given.";
                errors.Add(provider, "", problem, Remedy(provider));
            }

            if (provider.BaseUrl is { } url && Problem(url) is var (message, remedy)) errors.Add(provider, "base_url", message, remedy);
            if (provider.BuiltIn is not null && provider.Has("api_key"))
                errors.Add(provider, "api_key", "a built-in upstream takes no key.", "Remove api_key.");
        }
    }

    private static string Remedy(ProviderConfig provider) => provider.Preset is not null && ProviderPresets.Find(provider.Preset) is { BaseUrl: null } preset
        ? $"The address of this preset is your own: {preset.Title}."
        : "Give exactly one: base_url for a server, built_in: simulator for the simulator.";

    /// <summary>What is wrong with an address. The address itself is not repeated: a password may stand in it.</summary>
    private static (string Message, string Remedy)? Problem(string url)
    {
        const string Form = "Write it like https://api.openai.com/v1.";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            return ("not an absolute http or https address.", Form);
        if (uri.UserInfo.Length > 0) return ("the address contains a user or password.", "Use api_key or headers for credentials.");
        if (uri.Query.Length > 0 || url.Contains('?', StringComparison.Ordinal)) return ("the address contains a query.", "Remove everything from the ? on.");
        if (uri.Fragment.Length > 0 || url.Contains('#', StringComparison.Ordinal)) return ("the address contains a fragment.", "Remove everything from the # on.");
        return url.AsSpan().ContainsAny(' ', '\t', '\n') ? ("the address contains white space.", Form) : null;
    }
}
