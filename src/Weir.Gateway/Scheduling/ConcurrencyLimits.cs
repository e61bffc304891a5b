using System.Collections.Concurrent;
using Weir.Gateway.Model;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Scheduling;

/// <summary>
/// How much each deployment can take, by name. A new configuration changes nothing of it where it says the same; deployments that
/// are gone are forgotten once their last call has ended. Safe for use by several threads.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="metrics">Counts refusals.</param>
internal sealed class ConcurrencyLimits(TimeProvider time, WeirMetrics metrics)
{
    private readonly ConcurrentDictionary<string, DeploymentLimit> _known = new(StringComparer.Ordinal);

    /// <summary>The limit of a deployment. Whoever took a slot gives it back to the same one.</summary>
    public DeploymentLimit Of(DeploymentModel deployment) => _known.GetOrAdd(
        deployment.Name, static (name, given) => new DeploymentLimit(name, given.deployment.Concurrency, given.deployment.Quota, given.self.Time, given.self.Metrics), (self: this, deployment));

    /// <summary>Each deployment that was asked for, and a figure of its limit.</summary>
    public IEnumerable<KeyValuePair<string, double>> Read(Func<DeploymentLimit, int> figure) =>
        _known.Select(known => KeyValuePair.Create(known.Key, (double)figure(known.Value)));

    /// <summary>Takes over the bounds of a new configuration, and forgets what it does not have.</summary>
    public void Keep(GatewayModel model)
    {
        foreach (var (name, limit) in _known)
            if (model.Deployments.TryGetValue(name, out var deployment)) limit.Adopt(deployment.Concurrency, deployment.Quota);
            else _known.TryRemove(name, out _);
    }

    private TimeProvider Time => time;

    private DeploymentMetrics Metrics => metrics.Deployments;
}
