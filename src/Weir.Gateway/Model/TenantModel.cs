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
}
