namespace Weir.Gateway.Configuration;

/// <summary>Fills in the defaults that depend on other values, so that the effective configuration says them.</summary>
internal static class ConfigDefaults
{
    /// <summary>
    /// Client headers that a provider may see. Each steers the answer or identifies the client program; none names a user or
    /// carries a credential.
    /// </summary>
    private static readonly string[] Forwarded =
        ["accept", "user-agent", "idempotency-key", "openai-beta", "anthropic-beta", "anthropic-version", "x-client-request-id"];

    public static void Fill(WeirConfig config)
    {
        foreach (var provider in config.Providers.Values)
            provider.ForwardHeaders ??= provider.BuiltIn is null ? [.. Forwarded] : [.. Forwarded, "x-sim-*"];

        foreach (var deployment in config.Deployments.Values)
        {
            if (!deployment.Has("model")) deployment.Model = deployment.Name;
            if (deployment.Price is null && !deployment.Has("priced_as") && deployment is { Provider: not null, Model: not null })
                deployment.PricedAs = $"{deployment.Provider}/{deployment.Model}";
        }
    }
}
