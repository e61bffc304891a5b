using System.Collections.Frozen;
using Weir.Gateway.Alerts;
using Weir.Gateway.Anomalies;
using Weir.Gateway.Budgets;
using Weir.Gateway.Faults;
using Weir.Gateway.Limits;

namespace Weir.Gateway.Model;

/// <summary>
/// Everything that the operator configured, validated as a whole and immutable. A call keeps the one it started with.
/// </summary>
internal sealed class GatewayModel
{
    /// <summary>The first 12 hexadecimal digits of the SHA-256 of the effective configuration: which release a call ran under.</summary>
    public required string Release { get; init; }

    /// <summary>The names that clients ask for, and where they lead.</summary>
    public required FrozenDictionary<string, RouteModel> Models { get; init; }

    public required FrozenDictionary<string, DeploymentModel> Deployments { get; init; }

    public required FrozenDictionary<string, ProviderModel> Providers { get; init; }

    public required FrozenDictionary<string, TenantModel> Tenants { get; init; }

    /// <summary>Declared features. When empty, any feature name may be given by a client.</summary>
    public required FrozenDictionary<string, FeatureModel> Features { get; init; }

    /// <summary>Keys that the configuration declares; those made by <c>weir keys create</c> live in the database.</summary>
    public required IReadOnlyList<KeyModel> Keys { get; init; }

    public required LimitsModel Limits { get; init; }

    /// <summary>Where requests go that no model leads to, or null.</summary>
    public DeploymentModel? RelayTo { get; init; }

    /// <summary>Who may use the admin API; null when there is none.</summary>
    public AdminModel? Admin { get; init; }

    /// <summary>Faults that the configuration declares; those of the admin API live in <see cref="FaultBoard"/>.</summary>
    public IReadOnlyList<FaultModel> Faults { get; init; } = [];

    /// <summary>Where alerts are sent.</summary>
    public IReadOnlyList<AlertTargetModel> Alerts { get; init; } = [];

    /// <summary>What counts as unusual spending; null only in a model that was put together by hand.</summary>
    public AnomaliesModel? Anomalies { get; init; }

    public BudgetIndex Budgets { get; init; } = BudgetIndex.Empty;

    /// <summary>How much callers may ask for; those of single keys and tenants are theirs.</summary>
    public RateLimitIndex RateLimits { get; init; } = RateLimitIndex.Empty;

    public ResponsesModel Responses { get; init; } = new(TimeSpan.Zero, 0);

    /// <summary>Null only in a model that was put together by hand.</summary>
    public ServerModel? Server { get; init; }

    public LedgerDurability Durability { get; init; }

    /// <summary>Whether there is a provider whose account is not a tenant's own, so that its requests have to be searched for what they name there.</summary>
    public bool HasAccountOfOthers(string tenant)
    {
        foreach (var provider in Providers.Values)
            if (!provider.IsAccountOf(tenant)) return true;
        return false;
    }
}
