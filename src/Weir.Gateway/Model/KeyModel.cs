using System.Collections.Frozen;
using Weir.Gateway.Identity;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;

namespace Weir.Gateway.Model;

/// <summary>A virtual key: who pays, and what it may ask for. The key itself is known only by its hash.</summary>
internal sealed class KeyModel
{
    /// <summary>Short public identifier, such as <c>key_7f3a91c2</c>; safe to log.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required KeyHash Hash { get; init; }

    public required string Tenant { get; init; }

    /// <summary>The feature that every call with this key belongs to, or null when the caller may name one.</summary>
    public string? Feature { get; init; }

    /// <summary>What every call with this key is made for, or null when the caller may say.</summary>
    public Origin? Origin { get; init; }

    /// <summary>The longest a call with this key may take, or null.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The models that this key may ask for; null means all.</summary>
    public FrozenSet<string>? Models { get; init; }

    /// <summary>The priority of calls that ask for no lower one.</summary>
    public CallPriority Priority { get; init; } = CallPriority.Normal;

    /// <summary>How much may be asked for with it; null for no limit.</summary>
    public RateLimitModel? RateLimit { get; init; }
}
