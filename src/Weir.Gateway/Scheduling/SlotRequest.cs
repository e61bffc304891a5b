using Weir.Gateway.Model;

namespace Weir.Gateway.Scheduling;

/// <summary>The wish for a slot at a deployment.</summary>
/// <param name="Tenant">Who pays, and is therefore served in turn with others.</param>
/// <param name="Priority">The band in which it waits.</param>
/// <param name="Patience">How long there is to wait; what is not sent by then never is.</param>
internal readonly record struct SlotRequest(string Tenant, CallPriority Priority, TimeSpan Patience)
{
    private readonly double _weight = 1;

    /// <summary>The tenant's share against other tenants', more than 0.</summary>
    public double Weight { get => _weight; init => _weight = value; }

    /// <summary>The share of the deployment that the tenant has at least when it wants it, 0 (none) to 1.</summary>
    public double Guaranteed { get; init; }

    /// <summary>How soon after it came the first token is wanted; null where nobody said.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>Whether one that would get its first token later than it wants is refused at once.</summary>
    public bool RefusesLate { get; init; }

    /// <summary>Tokens of the request, estimated or counted.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens of the answer, as far as they can be foretold.</summary>
    public long OutputTokens { get; init; }

    /// <summary>What tokens cost at the deployment.</summary>
    public ServiceCosts Costs { get; init; } = ServiceCosts.Unpriced;

    /// <summary>What it is expected to cost, in dollars.</summary>
    public double Cost => Costs.Of(InputTokens, 0, OutputTokens);
}
