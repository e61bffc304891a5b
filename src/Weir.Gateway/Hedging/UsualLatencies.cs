using System.Collections.Concurrent;
using Weir.Gateway.Model;

namespace Weir.Gateway.Hedging;

/// <summary>
/// How long deployments usually take, by name: a new configuration changes nothing of it, except that deployments which are gone
/// are forgotten. Safe for use by several threads.
/// </summary>
internal sealed class UsualLatencies
{
    private readonly ConcurrentDictionary<string, UsualLatency> _known = new(StringComparer.Ordinal);

    /// <summary>How long a deployment usually takes.</summary>
    public UsualLatency Of(DeploymentModel deployment) => _known.GetOrAdd(deployment.Name, static _ => new UsualLatency());

    /// <summary>Forgets what a new configuration does not have.</summary>
    public void Keep(GatewayModel model)
    {
        foreach (var name in _known.Keys)
            if (!model.Deployments.ContainsKey(name)) _known.TryRemove(name, out _);
    }
}
