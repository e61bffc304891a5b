using System.Collections.Frozen;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;

namespace Weir.Gateway.Identity;

/// <summary>A virtual key as the database knows it.</summary>
internal sealed class StoredKey
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required KeyHash Hash { get; init; }

    public required string Tenant { get; init; }

    public string? Feature { get; init; }

    /// <summary>What all its calls are made for, or null when callers may say.</summary>
    public Origin? Origin { get; init; }

    /// <summary>The models that the key may ask for; null means all.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>The longest that a call with the key may take, or null.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The priority of calls that ask for no lower one.</summary>
    public CallPriority Priority { get; init; } = CallPriority.Normal;

    /// <summary>How much may be asked for with it; null for no limit of its own.</summary>
    public QuotaModel? Limits { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it, or null when nobody said.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Null while the key is good.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    public KeyModel ToModel() => new()
    {
        Id = Id,
        Name = Name,
        Hash = Hash,
        Tenant = Tenant,
        Feature = Feature,
        Origin = Origin,
        Models = Models?.ToFrozenSet(StringComparer.Ordinal),
        Deadline = Deadline,
        Priority = Priority,
        RateLimit = RateLimitModel.Own("keys", Name, Id, Limits),
    };
}
