using System.Collections.Immutable;
using Weir.Gateway.Model;

namespace Weir.Gateway.Limits;

/// <summary>How much somebody may ask for in a time.</summary>
internal sealed class RateLimitModel
{
    /// <summary>As refusals and metrics name it: an entry of <c>rate_limits</c>; <c>keys.NAME</c> or <c>tenants.NAME</c> for limits that stand there.</summary>
    public required string Name { get; init; }

    /// <summary>Whose calls count.</summary>
    public required LimitScope Scope { get; init; }

    /// <summary>Each value of these has limits of its own; empty for one for all together.</summary>
    public required ImmutableArray<LimitDimension> Each { get; init; }

    public required QuotaModel Quota { get; init; }

    /// <summary>
    /// What is counted: the name, and 12 hexadecimal digits that say whose calls and by what. Limits of one counter have the same figures,
    /// whatever their sizes are; under another one everything begins anew.
    /// </summary>
    public required string Counter { get; init; }

    /// <summary>The limits of one key or tenant.</summary>
    /// <param name="where"><c>keys</c> or <c>tenants</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="id">What tells it apart for good: a key's name may be another one's later.</param>
    /// <param name="quota">Null where it has none.</param>
    public static RateLimitModel? Own(string where, string name, string id, QuotaModel? quota) =>
        quota is null ? null : new RateLimitModel { Name = $"{where}.{name}", Scope = LimitScope.All, Each = [], Quota = quota, Counter = $"{where} {id}" };

    /// <summary>The limit of one unit over one time, in words: <c>60 requests a minute</c>.</summary>
    public string Describe(LimitUnit unit, bool isDay, long limit)
    {
        var names = Each.Select(static dimension => dimension == LimitDimension.Ip ? "address" : dimension.ToString().ToLowerInvariant());
        var each = Each.Length == 0 ? "" : $" for each {string.Join(" and ", names)}";
        return $"{limit} {unit.Words(limit)}{(unit == LimitUnit.Calls ? " at a time" : isDay ? " a day" : " a minute")}{each}";
    }
}
