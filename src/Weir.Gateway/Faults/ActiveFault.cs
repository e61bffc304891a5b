using System.Collections.Frozen;
using Weir.Gateway.Calls;
using Weir.Gateway.Model;

namespace Weir.Gateway.Faults;

/// <summary>A fault that is in force, and the models that are spared from it.</summary>
/// <param name="State">The fault.</param>
/// <param name="Spared">Models that would have no deployment left: see <see cref="TotalOutage"/>.</param>
internal sealed record ActiveFault(FaultState State, FrozenSet<string> Spared)
{
    /// <summary>Whether an attempt is one that the fault is about.</summary>
    public bool IsAbout(Call call, DeploymentModel deployment) =>
        State.Model.Breaks(deployment.Name, deployment.Provider.Name)
        && State.Model.Scope.Covers(call, State.Model.Name)
        && !(call.Route is { } route && Spared.Contains(route.Name));
}
