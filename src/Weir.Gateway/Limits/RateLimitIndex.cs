using System.Collections.Frozen;
using Weir.Gateway.Budgets;

namespace Weir.Gateway.Limits;

/// <summary>The entries of a configuration's <c>rate_limits</c>, so that those of a call are found without looking at all.</summary>
internal sealed class RateLimitIndex
{
    public static readonly RateLimitIndex Empty = new([]);

    private readonly RateLimitModel[] _others;
    private readonly FrozenDictionary<string, RateLimitModel[]> _byKey;
    private readonly FrozenDictionary<string, RateLimitModel[]> _byTenant;

    public RateLimitIndex(IReadOnlyList<RateLimitModel> limits)
    {
        All = limits;
        NeedsAddress = limits.Any(static limit => limit.Each.Contains(LimitDimension.Ip));
        _byKey = Group(limits.Where(static limit => limit.Scope.Key is not null), static scope => scope.Key!);
        _byTenant = Group(limits.Where(static limit => limit.Scope is { Key: null, Tenant: not null }), static scope => scope.Tenant!);
        _others = [.. limits.Where(static limit => limit.Scope is { Key: null, Tenant: null })];
    }

    public IReadOnlyList<RateLimitModel> All { get; }

    /// <summary>Whether some tell callers apart by their addresses.</summary>
    public bool NeedsAddress { get; }

    public bool IsEmpty => All.Count == 0;

    /// <summary>Finds the limits that hold for a caller.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="found">They are added here.</param>
    public void Match(in Caller caller, ref Gathered<RateLimitModel> found)
    {
        Gather(_others, caller, ref found);
        if (_byTenant.TryGetValue(caller.Tenant, out var ofTenant)) Gather(ofTenant, caller, ref found);
        if (_byKey.TryGetValue(caller.KeyId, out var ofKey)) Gather(ofKey, caller, ref found);
    }

    private static void Gather(RateLimitModel[] limits, in Caller caller, ref Gathered<RateLimitModel> found)
    {
        foreach (var limit in limits)
            if (limit.Scope.Covers(caller)) found.Add(limit);
    }

    private static FrozenDictionary<string, RateLimitModel[]> Group(IEnumerable<RateLimitModel> limits, Func<LimitScope, string> by) =>
        limits.GroupBy(limit => by(limit.Scope)).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
}
