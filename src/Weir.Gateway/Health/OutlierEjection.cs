using Microsoft.Extensions.Logging;
using Weir.Gateway.Model;
using Weir.Gateway.Telemetry;
using Weir.Statistics;

namespace Weir.Gateway.Health;

/// <summary>
/// Leaves deployments out of one model's route that fail far more often than the others, although not often enough to open
/// their circuit: three standard deviations and twice as often. The two-proportion test needs no more than two deployments,
/// where the usual comparison with a mean of many needs five or more. Safe for use by several threads.
/// </summary>
/// <param name="model">Whose route it is.</param>
/// <param name="time">The clock.</param>
/// <param name="metrics">Counts ejections.</param>
/// <param name="log">Told of each.</param>
internal sealed class OutlierEjection(string model, TimeProvider time, DeploymentMetrics metrics, ILogger log)
{
    /// <summary>The first ejection. Those that follow soon are as long as a quarter of the time since then, if that is more: who comes back is noticed in proportion.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(20);

    /// <summary>The longest ejection, and how long one is remembered.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private const double Deviations = 3;
    private const double TimesAsOften = 2;
    private const double LargestShare = 0.3;
    private const int OutageParts = 4;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Ejection> _ejections = [];
    private long _reviewNext;
    private volatile int _ejected;

    /// <summary>Whether any deployment is left out.</summary>
    public bool Any => _ejected > 0;

    /// <summary>Whether a deployment is left out.</summary>
    public bool IsEjected(string deployment)
    {
        if (_ejected == 0) return false;
        lock (_lock)
        {
            var at = IndexOf(deployment);
            return at >= 0 && !_ejections[at].IsOver;
        }
    }

    /// <summary>Compares the candidates, at most once a second.</summary>
    public void Review(IReadOnlyList<CandidateModel> candidates, DeploymentHealths healths)
    {
        var now = time.GetElapsedTime(0);
        if (now.Ticks < Interlocked.Read(ref _reviewNext)) return;
        lock (_lock)
        {
            Interlocked.Exchange(ref _reviewNext, (now + Period).Ticks);
            Return(now, candidates, healths);
            var most = Math.Max(1, (int)(candidates.Count * LargestShare));
            while (_ejected < most && Worst(candidates, healths) is { } worst) Eject(worst, now);
        }
    }

    private void Return(TimeSpan now, IReadOnlyList<CandidateModel> candidates, DeploymentHealths healths)
    {
        for (var i = _ejections.Count - 1; i >= 0; i--)
        {
            var ejection = _ejections[i];
            var deployment = Find(candidates, ejection.Deployment);
            if (deployment is null || now - ejection.Until >= Longest) _ejections.RemoveAt(i);
            else if (!ejection.IsOver && now >= ejection.Until) _ejections[i] = ejection with { IsOver = true };
            else continue;
            if (ejection.IsOver) continue;
            _ejected--;
            // What it is to be judged by is what it does now, and not what it was left out for.
            if (deployment is not null) healths.Of(deployment).Renew();
            HealthLog.Returned(log, ejection.Deployment, model);
        }
    }

    /// <summary>The deployment that stands out most from the rest, if any does by enough.</summary>
    private string? Worst(IReadOnlyList<CandidateModel> candidates, DeploymentHealths healths)
    {
        var (calls, failures) = (0L, 0L);
        foreach (var candidate in candidates)
        {
            if (IsOut(candidate)) continue;
            var counts = healths.Of(candidate.Deployment).Counts;
            (calls, failures) = (calls + counts.Calls, failures + counts.Failures);
        }

        var (worst, most) = ((string?)null, Deviations);
        foreach (var candidate in candidates)
        {
            if (IsOut(candidate)) continue;
            var own = healths.Of(candidate.Deployment).Counts;
            var (otherCalls, otherFailures) = (calls - own.Calls, failures - own.Failures);
            if (own.Calls < CircuitBreaker.FewestSamples || otherCalls < CircuitBreaker.FewestSamples) continue;
            var isTwice = own.Failures * otherCalls > TimesAsOften * otherFailures * own.Calls;
            var z = TwoProportions.Z(own.Failures, own.Calls, Math.Max(0, otherFailures), otherCalls);
            if (isTwice && z > most) (worst, most) = (candidate.Deployment.Name, z);
        }
        return worst;
    }

    private void Eject(string deployment, TimeSpan now)
    {
        var at = IndexOf(deployment);
        var since = at >= 0 ? _ejections[at].Since : now;
        var length = TimeSpan.FromTicks(Math.Clamp((now - since).Ticks / OutageParts, Shortest.Ticks, Longest.Ticks));
        var ejection = new Ejection(deployment, now + length, since, IsOver: false);
        if (at >= 0) _ejections[at] = ejection;
        else _ejections.Add(ejection);
        _ejected++;
        metrics.Ejected(deployment, model);
        HealthLog.Ejected(log, deployment, model, length.TotalSeconds);
    }

    private bool IsOut(CandidateModel candidate)
    {
        var at = IndexOf(candidate.Deployment.Name);
        return at >= 0 && !_ejections[at].IsOver;
    }

    private int IndexOf(string deployment) => _ejections.FindIndex(ejection => ejection.Deployment == deployment);

    private static DeploymentModel? Find(IReadOnlyList<CandidateModel> candidates, string name)
    {
        foreach (var candidate in candidates)
            if (candidate.Deployment.Name == name) return candidate.Deployment;
        return null;
    }
}
