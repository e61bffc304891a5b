using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>Turns limits without errors into the models that calls meet.</summary>
internal static class RateLimitBuilder
{
    /// <param name="limit">What the operator wrote.</param>
    /// <param name="keys">The configuration's keys, which a limit may name.</param>
    public static RateLimitModel Build(RateLimitConfig limit, IReadOnlyList<KeyModel> keys)
    {
        var scope = new LimitScope
        {
            Tenant = limit.For.Tenant,
            Feature = limit.For.Feature,
            Key = keys.FirstOrDefault(key => key.Name == limit.For.Key)?.Id ?? limit.For.Key,
            User = limit.For.User,
            Model = limit.For.Model,
            Origin = OriginNames.FindOfCalls(limit.For.Origin),
        };
        ImmutableArray<LimitDimension> each = [.. (limit.Each ?? []).Select(name => Enum.Parse<LimitDimension>(name, ignoreCase: true)).Order()];
        // Two tenants may have a user of the same name, who is not to use up the other's limit, nor to see how much is left of it.
        if ((each.Contains(LimitDimension.User) || each.Contains(LimitDimension.Session)) && !each.Contains(LimitDimension.Tenant)) each = each.Insert(0, LimitDimension.Tenant);
        return Build(limit.Name, scope, each, Quota(limit)!);
    }

    /// <returns>Null where nothing is limited.</returns>
    public static QuotaModel? Quota(QuotaConfig? quota)
    {
        if (quota is null) return null;
        var model = new QuotaModel
        {
            RequestsPerMinute = quota.RequestsPerMinute,
            RequestsPerDay = quota.RequestsPerDay,
            InputTokensPerMinute = quota.InputTokensPerMinute,
            InputTokensPerDay = quota.InputTokensPerDay,
            OutputTokensPerMinute = quota.OutputTokensPerMinute,
            OutputTokensPerDay = quota.OutputTokensPerDay,
            TokensPerMinute = quota.TokensPerMinute,
            TokensPerDay = quota.TokensPerDay,
            Concurrency = (quota as CallerLimitsConfig)?.Concurrency,
        };
        return model == new QuotaModel() ? null : model;
    }

    private static RateLimitModel Build(string name, LimitScope scope, ImmutableArray<LimitDimension> each, QuotaModel quota)
    {
        var definition = SHA256.HashData(Encoding.UTF8.GetBytes($"{scope} {string.Join(',', each)}"));
        return new RateLimitModel { Name = name, Scope = scope, Each = each, Quota = quota, Counter = $"{name} {Convert.ToHexStringLower(definition.AsSpan(0, 6))}" };
    }
}
