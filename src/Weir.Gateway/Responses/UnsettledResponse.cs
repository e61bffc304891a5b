using Weir.Gateway.Budgets;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Responses;

/// <summary>A response that was still at work at its provider when its call ended: what it takes to settle the call later.</summary>
internal sealed record UnsettledResponse
{
    /// <summary>The call that asked for it, whose row in the ledger is open until then.</summary>
    public required string CallId { get; init; }

    public required string Tenant { get; init; }

    /// <summary>As the provider and the client know it.</summary>
    public required string ResponseId { get; init; }

    /// <summary>When the call arrived, microseconds since the Unix epoch; <see cref="StoredResponse.CreatedAt"/> of the stored response.</summary>
    public required long StartedAt { get; init; }

    /// <summary>When its usage is given up, microseconds since the Unix epoch.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>The deployment whose provider is at work.</summary>
    public required string Deployment { get; init; }

    /// <summary>The request's length, for an estimate where the provider never says what it used.</summary>
    public required long RequestBytes { get; init; }

    /// <summary>The price when the call was made, or null when none was known.</summary>
    public required PriceModel? Price { get; init; }

    /// <summary>What is reserved for it in its call's budgets until it is settled.</summary>
    public Amount? Reserved { get; init; }

    /// <summary>When Weir asks the provider, microseconds since the Unix epoch.</summary>
    public required long NextAskAt { get; init; }

    /// <summary>Since when the provider has said that it has no such response, microseconds since the Unix epoch; or null.</summary>
    public long? ForgottenAt { get; init; }
}
