using Weir.Gateway.Configuration.Validation;
using Weir.Gateway.Configuration.Yaml;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>Warns of what is legal but unwise.</summary>
internal sealed class Advisor(WeirConfig config, string file, TimeProvider time)
{
    private readonly ConfigErrors _warnings = new(file);

    /// <summary>All warnings about a configuration without errors.</summary>
    /// <param name="path">The file, whose permissions are looked at when it holds secrets; null when there is none.</param>
    public IReadOnlyList<ConfigError> Review(string? path)
    {
        Listening();
        Providers();
        Relaying();
        Unused();
        Prices();
        Faults();
        Budgets();
        Addresses();
        LiteralSecrets(path);
        return _warnings.Sorted();
    }

    private void Listening()
    {
        if (ListenAddress.TryParse(config.Server.Listen) is { IsPublic: true })
            _warnings.Add(config.Server, "listen", "other machines can connect, and their keys and prompts travel unencrypted.", "Listen on 127.0.0.1 behind a proxy that ends TLS, or keep the network private.");
    }

    private void Providers()
    {
        foreach (var provider in config.Providers.Values)
        {
            if (provider.BaseUrl is { } url && new Uri(url) is { Scheme: "http", IsLoopback: false } && (provider.ApiKey is not null || provider.Headers.Keys.Any(HeaderRules.LooksSecret)))
                _warnings.Add(provider, "base_url", "the provider's key travels over plain http.", "Write https://.");
        }
    }

    private void Relaying()
    {
        if (config.Server.RelayTo is not { } name || config.Providers[config.Deployments[name].Provider!].AccountOf is not { Count: 0 }) return;
        _warnings.Add(config.Server, "relay_to", "your tenants share the account of this deployment's provider, so such requests are refused.",
            $"Say whose account it is: providers.{config.Deployments[name].Provider}.account_of.");
    }

    private void Unused()
    {
        var deployments = config.Models.Values.SelectMany(m => m.Route.Select(c => c.Deployment).Concat(m.Fallbacks ?? [])).ToHashSet(StringComparer.Ordinal);
        foreach (var deployment in config.Deployments.Values)
            if (!deployments.Contains(deployment.Name))
                _warnings.Add(deployment, "", "no model leads to this deployment.", "Add it to a route, or remove it.");

        var providers = config.Deployments.Values.Select(d => d.Provider).ToHashSet(StringComparer.Ordinal);
        foreach (var provider in config.Providers.Values)
            if (!providers.Contains(provider.Name))
                _warnings.Add(provider, "", "no deployment uses this provider.", "Add a deployment, or remove it.");
    }

    private void Prices()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var deployment in config.Deployments.Values)
        {
            if (deployment.Price is not null || deployment.PricedAs is not { } name) continue;
            if (config.Book.Entry(name) is not { } entry)
                _warnings.Add(deployment, "", "its price is not known, so its calls will have no cost.", $"Add price: or priced_as:. {Nearest.Remedy(name, config.Book.Names, "")}".TrimEnd());
            else if (entry.Until < today)
                _warnings.Add(deployment, "", $"the known price was temporary, until {entry.Until:yyyy-MM-dd}.", "Look up today's price and write it under price:.");
        }
    }

    private void Faults()
    {
        foreach (var fault in config.Faults.Values)
            if (fault is { Until: null, For: null, OnlyOnRequest: false, Percent: > 0 })
                _warnings.Add(fault, "", "the fault has no end.", "Add until: or for:, or only_on_request: true.");
    }

    private void Budgets()
    {
        var unpriced = config.Deployments.Values.Where(deployment => deployment.Price is null && (deployment.PricedAs is null || config.Book.Entry(deployment.PricedAs) is null)).Select(deployment => deployment.Name).ToArray();
        if (unpriced.Length == 0) return;
        foreach (var budget in config.Budgets.Values)
            if (budget is { Hard: true, Usd: not null })
                _warnings.Add(budget, "hard", $"the price of {string.Join(", ", unpriced.Take(3))}{(unpriced.Length > 3 ? " and others" : "")} is not known, so calls that this budget is about are refused there.", "Say their prices under deployments.NAME.price.");
    }

    private void Addresses()
    {
        if (config.Server.TrustedProxies is { Count: > 0 } || ListenAddress.TryParse(config.Server.Listen) is { IsPublic: true }) return;
        foreach (var limit in config.RateLimits.Values)
            if (limit.Each?.Contains("ip") == true)
                _warnings.Add(limit, "each", "only this machine can connect, so that all calls come from one address.", "Name the proxy in front under server.trusted_proxies: its x-forwarded-for is believed then.");
    }

    private void LiteralSecrets(string? path)
    {
        var any = false;
        foreach (var provider in config.Providers.Values)
        {
            any |= Literal(provider, "api_key", provider.ApiKey);
            if (provider.Aws is { } aws)
                any |= Literal(aws, "access_key_id", aws.AccessKeyId) | Literal(aws, "secret_access_key", aws.SecretAccessKey) | Literal(aws, "session_token", aws.SessionToken);
            foreach (var (name, value) in provider.Headers)
            {
                if (value.Source is not null || !HeaderRules.LooksSecret(name) || (provider.At("headers") as MapNode)?.Find(name) is not { } node) continue;
                _warnings.Add(node, "the secret itself stands in the file.", "Write ${NAME} and set the variable, or file:PATH.");
                any = true;
            }
        }

        foreach (var key in config.Keys.Values) any |= Literal(key, "value", key.Value);
        any |= Literal(config.Admin, "key", config.Admin.Key);

        if (any && path is not null && OthersCanRead(path))
            _warnings.AddAt(1, 1, "", "the file holds secrets and other users can read it.", "Run chmod 600 on it.");
    }

    private static bool OthersCanRead(string path)
    {
        if (OperatingSystem.IsWindows()) return false;
        try
        {
            return (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.GroupRead)) != UnixFileMode.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone since it was read: the next look at it will say so.
            return false;
        }
    }

    private bool Literal(ConfigSection section, string key, Secret? secret)
    {
        if (secret is not { Source: null }) return false;
        _warnings.Add(section, key, "the secret itself stands in the file.", "Write ${NAME} and set the variable, or file:PATH.");
        return true;
    }
}
