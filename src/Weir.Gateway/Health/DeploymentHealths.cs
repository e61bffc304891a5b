using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Model;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Health;

/// <summary>
/// How all deployments are doing, by name: a new configuration changes nothing of it, except that deployments and models
/// which are gone are forgotten. Safe for use by several threads.
/// </summary>
/// <param name="random">Draws between 0 and 1; called concurrently.</param>
/// <param name="time">The clock.</param>
/// <param name="metrics">Counts what happens.</param>
/// <param name="log">Told of changes.</param>
internal sealed class DeploymentHealths(Func<double> random, TimeProvider time, WeirMetrics metrics, ILogger<DeploymentHealths> log)
{
    private readonly ConcurrentDictionary<string, DeploymentHealth> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OutlierEjection> _routes = new(StringComparer.Ordinal);

    /// <summary>The health of a deployment.</summary>
    public DeploymentHealth Of(DeploymentModel deployment) => _known.GetOrAdd(
        deployment.Name, static (name, self) => self.Make(name), this);

    /// <summary>
    /// A route's candidates that calls may be sent to, in the route's order: without those whose circuit is open, and without
    /// the outliers. Where that leaves fewer than half of them, outliers stay in; where it leaves none, all are given, the one
    /// that opens soonest first. Gives the route's own list, and allocates nothing, while all are healthy.
    /// </summary>
    public IReadOnlyList<CandidateModel> Healthy(RouteModel route)
    {
        var candidates = route.Candidates;
        if (candidates.Count == 1) return candidates;
        var outliers = _routes.GetOrAdd(route.Name, static (name, self) => self.MakeRoute(name), this);
        outliers.Review(candidates, this);
        return AreAllHealthy(candidates, outliers) ? candidates : Choose(candidates, outliers);
    }

    /// <summary>The models whose routes leave a deployment out as an outlier.</summary>
    public IEnumerable<string> EjectedFrom(string deployment) =>
        _routes.Where(route => route.Value.IsEjected(deployment)).Select(route => route.Key).Order(StringComparer.Ordinal);

    /// <summary>Each deployment that was asked for: 1, 0.5 or 0 by its state.</summary>
    public IEnumerable<KeyValuePair<string, double>> Shares() => _known.Select(known => KeyValuePair.Create(known.Key, known.Value.State switch
    {
        CircuitState.Closed => 1,
        CircuitState.HalfOpen => 0.5,
        _ => 0,
    }));

    /// <summary>Forgets what a new configuration does not have.</summary>
    public void Keep(GatewayModel model)
    {
        foreach (var name in _known.Keys)
            if (!model.Deployments.ContainsKey(name)) _known.TryRemove(name, out _);
        foreach (var name in _routes.Keys)
            if (!model.Models.ContainsKey(name)) _routes.TryRemove(name, out _);
    }

    private DeploymentHealth Make(string name) => new(name, random, time, metrics.Deployments, log);

    private OutlierEjection MakeRoute(string name) => new(name, time, metrics.Deployments, log);

    private bool AreAllHealthy(IReadOnlyList<CandidateModel> candidates, OutlierEjection outliers)
    {
        for (var i = 0; i < candidates.Count; i++)
            if (IsOpen(candidates[i])) return false;
        return !outliers.Any;
    }

    private List<CandidateModel> Choose(IReadOnlyList<CandidateModel> candidates, OutlierEjection outliers)
    {
        var closed = candidates.Where(candidate => !IsOpen(candidate)).ToList();
        var inliers = closed.Where(candidate => !outliers.IsEjected(candidate.Deployment.Name)).ToList();
        if (inliers.Count * 2 >= candidates.Count) return inliers;
        return closed.Count > 0 ? closed : [.. candidates.OrderBy(candidate => Of(candidate.Deployment).OpenFor)];
    }

    private bool IsOpen(CandidateModel candidate) => Of(candidate.Deployment).OpenFor > TimeSpan.Zero;
}
