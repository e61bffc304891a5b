using System.Collections.Concurrent;
using Weir.Gateway.Model;

namespace Weir.Gateway.Hedging;

/// <summary>
/// The hedges that models may make, by name: a new configuration changes nothing of what is saved, except that models which are gone
/// are forgotten. Safe for use by several threads.
/// </summary>
internal sealed class HedgeBudgets
{
    private readonly ConcurrentDictionary<string, HedgeBudget> _known = new(StringComparer.Ordinal);

    /// <summary>The budget of a model.</summary>
    public HedgeBudget Of(RouteModel route) => _known.GetOrAdd(route.Name, static _ => new HedgeBudget());

    /// <summary>Forgets what a new configuration does not have.</summary>
    public void Keep(GatewayModel model)
    {
        foreach (var name in _known.Keys)
            if (!model.Models.ContainsKey(name)) _known.TryRemove(name, out _);
    }
}
