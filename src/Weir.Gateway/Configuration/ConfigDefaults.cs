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

    /// <summary>
    /// Parameters that steer a provider's caches and bookkeeping, not its answers. Real clients send them by themselves, Claude
    /// Code and Codex above all, and would be refused by every other provider for nothing.
    /// </summary>
    private static readonly string[] Droppable =
    [
        "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options", "cache_control", "context_management", "anthropic-beta", "diagnostics",
        "client_metadata", "web_search_call", "include", "stream_options", "metadata",
    ];

    /// <summary>Those that no answer fails which is any good: the others judge by likelihood.</summary>
    private static readonly string[] Checks = ["empty", "truncated", "schema"];

    public static void Fill(WeirConfig config)
    {
        foreach (var provider in config.Providers.Values)
        {
            Fill(provider);
            provider.AccountOf ??= AccountOf(config, provider);
        }
        foreach (var model in config.Models.Values)
        {
            model.Drop ??= [.. Droppable];
            model.Checks ??= [.. Checks];
        }

        foreach (var deployment in config.Deployments.Values)
        {
            if (!deployment.Has("model")) deployment.Model = deployment.Name;
            Fill(deployment.Concurrency, config.Limits);
            deployment.Probe.Run ??= DialectOf(config, deployment) == "bedrock" ? "off" : "while_open";
            if (deployment.Price is null && !deployment.Has("priced_as") && deployment is { Provider: not null, Model: not null })
                deployment.PricedAs = $"{BookNameOf(config, deployment.Provider)}/{deployment.Model}";
        }
    }

    private static void Fill(ProviderConfig provider)
    {
        provider.ForwardHeaders ??= provider.BuiltIn is null ? [.. Forwarded] : [.. Forwarded, "x-sim-*"];
        // An unknown preset is an error, which a validator reports.
        var preset = provider.Preset is { } name ? ProviderPresets.Find(name) : null;
        provider.Dialect ??= preset?.Dialect ?? "openai";
        if (provider.BuiltIn is null) provider.BaseUrl ??= preset?.BaseUrl ?? BedrockAddress(provider);
        provider.Apis ??= provider.Dialect == preset?.Dialect ? [.. preset.Apis] : [ApiOf(provider.Dialect)];
        provider.ApiKeyHeader ??= preset?.ApiKeyHeader ?? KeyHeaderOf(provider.Dialect);
        provider.StatesCost ??= preset?.StatesCost ?? false;
        provider.MaxTokensMember ??= preset?.MaxTokensMember ?? "max_completion_tokens";
    }

    private static void Fill(ConcurrencyConfig concurrency, LimitsConfig limits)
    {
        var byLatency = concurrency.Adapt == "latency";
        // By refusals a limit is found from above: nothing is held back before a provider has said that it is too much.
        concurrency.Max ??= byLatency ? 1_000 : limits.CallsInFlight;
        concurrency.Min ??= Math.Min(byLatency ? 4 : 10, concurrency.Max.Value);
        concurrency.Initial ??= byLatency ? Math.Max(concurrency.Min.Value, Math.Min(20, concurrency.Max.Value)) : concurrency.Max;
    }

    /// <summary>With several tenants nobody can know what is whose in an account. The simulator keeps nothing but what Weir asks for.</summary>
    private static List<string> AccountOf(WeirConfig config, ProviderConfig provider)
    {
        if (provider.BuiltIn is not null) return [ProviderConfig.AllTenants];
        return config.Tenants.Count == 1 ? [.. config.Tenants.Keys] : [];
    }

    /// <summary>What the price book calls a provider: a preset says which it is, whatever the operator calls it.</summary>
    private static string BookNameOf(WeirConfig config, string provider) =>
        config.Providers.TryGetValue(provider, out var known) && known.Preset is { } name && ProviderPresets.Find(name) is { } preset ? preset.BookName ?? preset.Name : provider;

    /// <summary>Null where the provider does not exist, which a validator reports.</summary>
    private static string? DialectOf(WeirConfig config, DeploymentConfig deployment) =>
        config.Providers.GetValueOrDefault(deployment.Provider ?? "")?.Dialect;

    private static string? BedrockAddress(ProviderConfig provider) =>
        provider.Dialect == "bedrock" && provider.Aws?.Region is { Length: > 0 } region ? $"https://bedrock-runtime.{region}.amazonaws.com" : null;

    private static string ApiOf(string dialect) => dialect switch
    {
        "anthropic" => "messages",
        "gemini" => "gemini",
        "bedrock" => "converse",
        _ => "chat",
    };

    private static string KeyHeaderOf(string dialect) => dialect switch
    {
        "anthropic" => "x-api-key",
        "gemini" => "x-goog-api-key",
        _ => "authorization",
    };
}
