using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Limits are numbers above zero, are about what exists, and say at least one thing.</summary>
internal sealed class RateLimitValidator : IConfigValidator
{
    private const string KeyIdentifier = "key_";
    private const string Members = "requests_per_minute, requests_per_day, input_tokens_per_minute, input_tokens_per_day, output_tokens_per_minute, "
        + "output_tokens_per_day, tokens_per_minute, tokens_per_day";

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var limit in config.RateLimits.Values)
        {
            Quota(limit, errors);
            Scope(limit.For, config, errors);
            Each(limit, errors);
        }
        foreach (var key in config.Keys.Values) Quota(key.Limits, errors);
        foreach (var tenant in config.Tenants.Values) Quota(tenant.Limits, errors);
        foreach (var deployment in config.Deployments.Values) Quota(deployment.Quota, errors);
    }

    private static void Quota(QuotaConfig? quota, ConfigErrors errors)
    {
        if (quota is null) return;
        var concurrency = (quota as CallerLimitsConfig)?.Concurrency;
        (string Key, int? Value)[] all =
        [
            ("requests_per_minute", quota.RequestsPerMinute), ("requests_per_day", quota.RequestsPerDay),
            ("input_tokens_per_minute", quota.InputTokensPerMinute), ("input_tokens_per_day", quota.InputTokensPerDay),
            ("output_tokens_per_minute", quota.OutputTokensPerMinute), ("output_tokens_per_day", quota.OutputTokensPerDay),
            ("tokens_per_minute", quota.TokensPerMinute), ("tokens_per_day", quota.TokensPerDay), ("concurrency", concurrency),
        ];
        foreach (var (key, value) in all)
            if (value < 1) errors.Add(quota, key, $"{value} is out of range.", "Write 1 or more; to let nobody through, revoke the key or leave the model out of its models.");
        if (all.All(one => one.Value is null) && !all.Any(one => quota.Has(one.Key)))
            errors.Add(quota, "", "nothing is limited.", $"Write at least one of: {Members}{(quota is CallerLimitsConfig ? ", concurrency" : "")}.");
    }

    private static void Scope(RateLimitScopeConfig scope, WeirConfig config, ConfigErrors errors)
    {
        Reference.Check(scope, "tenant", scope.Tenant, config.Tenants.Keys, "tenant", "tenants", errors);
        Reference.Check(scope, "model", scope.Model, config.Models.Keys, "model", "models", errors);
        // Where no feature is declared, clients name them as they like.
        if (config.Features.Count > 0) Reference.Check(scope, "feature", scope.Feature, config.Features.Keys, "feature", "features", errors);
        if (scope.Key is { } key && !key.StartsWith(KeyIdentifier, StringComparison.Ordinal) && !config.Keys.ContainsKey(key))
            errors.Add(scope, "key", $"there is no key \"{Shown.Short(key)}\" under keys.", "Write the name of one that stands there, or the identifier of any key, as weir keys list shows it.");
    }

    private static void Each(RateLimitConfig limit, ConfigErrors errors)
    {
        if (limit.At("each") is ListNode { Items.Count: 0 } or ScalarNode { IsNull: true })
            errors.Add(limit, "each", "the list is empty.", "Name what has limits of its own, or remove the key \"each\" for one limit for all together.");
        else if (limit.Each is { } each && each.Distinct(StringComparer.Ordinal).Count() < each.Count)
            errors.Add(limit, "each", "something is named twice.", "Name each once.");
    }
}
