using System.Collections.Frozen;
using Weir.Gateway.Limits;

namespace Weir.Gateway.Model;

/// <summary>Who pays.</summary>
/// <param name="Name">Unique name, as keys refer to it.</param>
/// <param name="Regions">Where its calls may be answered; null means anywhere.</param>
internal sealed record TenantModel(string Name, FrozenSet<string>? Regions = null)
{
    /// <summary>How much its keys may ask for together; null for no limit.</summary>
    public RateLimitModel? RateLimit { get; init; }

    /// <summary>Its share of what a deployment can take against other tenants that want it too, more than 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The share of every deployment that it has at least when it wants it, 0 (none) to 1.</summary>
    public double Guaranteed { get; init; }

    /// <summary>A tenant that nothing is said of.</summary>
    public static readonly TenantModel Unknown = new("");
}
