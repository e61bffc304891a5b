using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;
using Weir.Gateway.Model;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Health;

/// <summary>
/// Asks providers for a sign of life with a request that costs nothing, by default only while a deployment fails. A good answer
/// does not close a circuit, since it says little about answering calls: it lets the next trial come sooner.
/// </summary>
/// <param name="configuration">Which deployments there are.</param>
/// <param name="healths">How they are doing.</param>
/// <param name="clients">The ways to them.</param>
/// <param name="time">Runs the timer.</param>
/// <param name="log">Told of probes that fail.</param>
internal sealed class DeploymentProbes(
    ConfigWatcher configuration, DeploymentHealths healths, UpstreamClients clients, TimeProvider time, ILogger<DeploymentProbes> log) : IHostedService, IDisposable
{
    /// <summary>How often it is looked whether a probe is due.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer is waited for, at most.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, ProbeState> _states = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _timer;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static self => ((DeploymentProbes)self!).Look(), this, Period, Period);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return _stop.CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _stop.Dispose();
    }

    private void Look()
    {
        var (model, now) = (configuration.Current, time.GetElapsedTime(0));
        lock (_lock)
        {
            foreach (var name in _states.Keys)
                if (!model.Deployments.ContainsKey(name)) _states.Remove(name);
            foreach (var deployment in model.Deployments.Values)
            {
                if (!IsWanted(deployment))
                {
                    // The next failure is another one.
                    _states.Remove(deployment.Name);
                    continue;
                }
                if (!_states.TryGetValue(deployment.Name, out var state)) _states[deployment.Name] = state = new ProbeState();
                if (state.IsRunning || now < state.NextAt) continue;
                (state.IsRunning, state.NextAt) = (true, now + deployment.Probe.Every);
                _ = ProbeAsync(deployment, state, _stop.Token);
            }
        }
    }

    private bool IsWanted(DeploymentModel deployment) => deployment.Probe.Run switch
    {
        ProbeRun.Always => true,
        ProbeRun.WhileOpen => healths.Of(deployment).State == CircuitState.Open,
        _ => false,
    };

    private async Task ProbeAsync(DeploymentModel deployment, ProbeState state, CancellationToken stopping)
    {
        try
        {
            var failure = await AskAsync(deployment, stopping);
            if (failure is null) Heard(deployment, state);
            else Missed(deployment, state, failure.Value);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Shutting down.
        }
        catch (Exception broken)
        {
            HealthLog.ProbeBroke(log, broken, deployment.Name);
        }
        finally
        {
            lock (_lock) state.IsRunning = false;
        }
    }

    /// <returns>How it failed, or null.</returns>
    private async Task<FailureClass?> AskAsync(DeploymentModel deployment, CancellationToken stopping)
    {
        var limit = deployment.Timeouts.FirstByte < Patience ? deployment.Timeouts.FirstByte : Patience;
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, patience.Token);
        try
        {
            using var response = await clients.For(deployment.Provider).AskAsync(HttpMethod.Get, deployment.Probe.Path, either.Token);
            return ProbeState.Judge((int)response.StatusCode);
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken) && !stopping.IsCancellationRequested)
        {
            return broken is OperationCanceledException ? FailureClass.Silent : FailureClass.Unreachable;
        }
    }

    private void Heard(DeploymentModel deployment, ProbeState state)
    {
        state.BadAnswers = 0;
        healths.Of(deployment).Hint();
    }

    private void Missed(DeploymentModel deployment, ProbeState state, FailureClass failure)
    {
        if (++state.BadAnswers < ProbeState.BadAnswersThatCount) return;
        if (state.BadAnswers == ProbeState.BadAnswersThatCount) HealthLog.ProbesFail(log, deployment.Name, failure.ToString());
        if (deployment.Probe.Run == ProbeRun.Always && FailureFamilies.Of(failure) is { } family) healths.Of(deployment).Suspect(family);
    }
}
