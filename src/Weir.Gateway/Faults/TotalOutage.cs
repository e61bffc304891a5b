using System.Collections.Frozen;
using Weir.Gateway.Model;

namespace Weir.Gateway.Faults;

/// <summary>
/// Keeps faults from taking all deployments of a model at a time, whatever their percentage and whoever they are for: the fault
/// that would take the last one leaves that model's calls alone, unless it says <c>allow_total</c>.
/// </summary>
internal static class TotalOutage
{
    /// <summary>Says of each fault which models it spares.</summary>
    /// <param name="faults">Those in force, the oldest first: it is the newest that has to yield.</param>
    /// <param name="model">The configuration in force.</param>
    public static ActiveFault[] Prevent(IReadOnlyList<FaultState> faults, GatewayModel model)
    {
        var taken = model.Models.Keys.ToDictionary(name => name, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        return [.. faults.Select(fault => new ActiveFault(fault, Spare(fault.Model, model, taken)))];
    }

    private static FrozenSet<string> Spare(FaultModel fault, GatewayModel model, Dictionary<string, HashSet<string>> taken)
    {
        var spared = new List<string>();
        foreach (var route in model.Models.Values)
        {
            if (!fault.Scope.CoversModel(route.Name)) continue;
            var all = DeploymentsOf(route).ToArray();
            var broken = all.Where(deployment => fault.Breaks(deployment.Name, deployment.Provider.Name)).Select(deployment => deployment.Name).ToArray();
            if (broken.Length == 0) continue;
            if (!fault.AllowTotal && all.All(deployment => taken[route.Name].Contains(deployment.Name) || broken.Contains(deployment.Name, StringComparer.Ordinal)))
                spared.Add(route.Name);
            else
                taken[route.Name].UnionWith(broken);
        }
        return spared.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>All that may answer for a model, those that stand in for others too.</summary>
    private static IEnumerable<DeploymentModel> DeploymentsOf(RouteModel route) =>
        route.Groups.SelectMany(group => group.Candidates).Select(candidate => candidate.Deployment);
}
