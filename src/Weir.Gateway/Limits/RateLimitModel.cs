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
    /// What is counted, in words that differ where it does: limits of one name and one definition have the same counters, whatever
    /// their sizes are.
    /// </summary>
    public required string Definition { get; init; }
}
