using Microsoft.Extensions.Logging;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Health;

/// <summary>How one deployment is doing: a circuit breaker for each family of failures, and both have to agree. Safe for use by several threads.</summary>
/// <param name="name">The deployment.</param>
/// <param name="random">Draws between 0 and 1; called concurrently.</param>
/// <param name="time">The clock.</param>
/// <param name="metrics">Counts openings.</param>
/// <param name="log">Told once of each change.</param>
internal sealed class DeploymentHealth(string name, Func<double> random, TimeProvider time, DeploymentMetrics metrics, ILogger log)
{
    private readonly Lock _lock = new();
    private readonly CircuitBreaker _errors = new(FailureFamily.Errors, random);
    private readonly CircuitBreaker _silence = new(FailureFamily.Silence, random);
    private CircuitState _told = CircuitState.Closed;

    public string Name => name;

    /// <summary>The worse state of the two breakers.</summary>
    public CircuitState State
    {
        get
        {
            lock (_lock) return Worse(Now).StateAt(Now);
        }
    }

    /// <summary>How long until a call may go, as far as is known; zero where one may go now. What a <c>retry-after</c> can honestly say.</summary>
    public TimeSpan OpenFor
    {
        get
        {
            lock (_lock)
            {
                var now = Now;
                var (errors, silence) = (_errors.OpenFor(now), _silence.OpenFor(now));
                return errors > silence ? errors : silence;
            }
        }
    }

    /// <summary>Attempts of the last 30 seconds that count, and how many of them failed. Begins anew when a breaker closes.</summary>
    public (long Calls, long Failures) Counts
    {
        get
        {
            lock (_lock)
            {
                var now = Now;
                var (errors, silence) = (_errors.CountsAt(now), _silence.CountsAt(now));
                var calls = Math.Min(errors.Calls, silence.Calls);
                return (calls, Math.Min(calls, errors.Failures + silence.Failures));
            }
        }
    }

    /// <summary>Lets an attempt in if there is room; it must say how it went, exactly once.</summary>
    public bool TryEnter(out Trial trial)
    {
        bool hasRoom;
        CircuitState? change;
        lock (_lock)
        {
            var now = Now;
            hasRoom = _errors.HasRoom(now) && _silence.HasRoom(now);
            trial = hasRoom ? Admit(now) : default;
            change = ChangeAt(now);
        }
        Tell(change);
        return hasRoom;
    }

    /// <summary>Lets an attempt in whatever the state, for calls that have nowhere else to go. Its success counts as much as any other.</summary>
    public Trial Enter()
    {
        lock (_lock) return Admit(Now);
    }

    /// <summary>There is a sign that the deployment is back, so that a long pause may end sooner; only real calls close the circuit.</summary>
    public void Hint()
    {
        lock (_lock)
        {
            _errors.Shorten(Now);
            _silence.Shorten(Now);
        }
    }

    /// <summary>Forgets what was counted, as far as nothing has come of it: the deployment gets another chance.</summary>
    public void Renew()
    {
        lock (_lock)
        {
            _errors.Renew();
            _silence.Renew();
        }
    }

    /// <summary>The deployment is known to fail before any call has.</summary>
    public void Suspect(FailureFamily family)
    {
        CircuitState? change = null;
        lock (_lock)
        {
            var (now, breaker) = (Now, family == FailureFamily.Silence ? _silence : _errors);
            if (breaker.StateAt(now) == CircuitState.Closed) breaker.Open(now);
            change = ChangeAt(now);
        }
        Tell(change);
    }

    /// <summary>Ends a trial well.</summary>
    internal void Succeeded(in Trial trial)
    {
        CircuitState? change;
        lock (_lock)
        {
            var now = Now;
            _errors.Succeeded(now, trial.EpochOf(FailureFamily.Errors));
            _silence.Succeeded(now, trial.EpochOf(FailureFamily.Silence));
            change = ChangeAt(now);
        }
        Tell(change);
    }

    /// <summary>Ends a trial badly.</summary>
    internal void Failed(in Trial trial, FailureFamily family)
    {
        CircuitState? change;
        lock (_lock)
        {
            var now = Now;
            _errors.Failed(now, trial.EpochOf(FailureFamily.Errors), family);
            _silence.Failed(now, trial.EpochOf(FailureFamily.Silence), family);
            change = ChangeAt(now);
        }
        Tell(change);
    }

    /// <summary>Ends a trial without a verdict.</summary>
    internal void Forget(in Trial trial)
    {
        lock (_lock)
        {
            _errors.Forget(trial.EpochOf(FailureFamily.Errors));
            _silence.Forget(trial.EpochOf(FailureFamily.Silence));
        }
    }

    private TimeSpan Now => time.GetElapsedTime(0);

    private FailureFamily Family
    {
        get
        {
            lock (_lock) return Worse(Now).Family;
        }
    }

    private CircuitBreaker Worse(TimeSpan now) => _silence.StateAt(now) > _errors.StateAt(now) ? _silence : _errors;

    private Trial Admit(TimeSpan now)
    {
        _errors.Enter(now);
        _silence.Enter(now);
        return new Trial(this, _errors.Epoch, _silence.Epoch);
    }

    /// <summary>The state, if nobody has been told of it.</summary>
    private CircuitState? ChangeAt(TimeSpan now)
    {
        var state = Worse(now).StateAt(now);
        if (state == _told) return null;
        _told = state;
        return state;
    }

    /// <summary>Outside the lock: a log may be slow.</summary>
    private void Tell(CircuitState? change)
    {
        switch (change)
        {
            case CircuitState.Open:
                var (openFor, family) = (OpenFor, FailureFamilies.NameOf(Family));
                metrics.Opened(name, family);
                HealthLog.Opened(log, name, family, openFor.TotalSeconds);
                break;
            case CircuitState.HalfOpen:
                HealthLog.HalfOpen(log, name);
                break;
            case CircuitState.Closed:
                HealthLog.Closed(log, name);
                break;
            default:
                break;
        }
    }
}
