using Weir.Statistics;

namespace Weir.Gateway.Health;

/// <summary>
/// Keeps calls away from a deployment while too many fail in one family. It opens when the lower bound of the failures'
/// share (Wilson, 95 %) over the last 30 seconds is above a threshold: eight calls are enough to tell, where a plain
/// share would need a hundred not to open by chance. The good calls of before must not vouch for a deployment that has just
/// gone down, so the last five seconds are enough where they leave no doubt. After a pause it lets one call through, then two,
/// then four at a time, closes after five successes in a row, and pauses for longer after a failure. Not safe for use by several threads.
/// </summary>
/// <param name="family">Whose failures open it; any failure fails a trial.</param>
/// <param name="random">Draws between 0 and 1, for the pauses.</param>
internal sealed class CircuitBreaker(FailureFamily family, Func<double> random)
{
    /// <summary>How far back calls are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <summary>How far back calls are counted for a failure that is sudden.</summary>
    public static readonly TimeSpan ShortWindow = TimeSpan.FromSeconds(5);

    /// <summary>Fewer calls than these in a window tell nothing.</summary>
    public const int FewestSamples = 8;

    /// <summary>So many successes in a row close it.</summary>
    public const int SuccessesToClose = 5;

    /// <summary>A trial that takes longer no longer holds up the next one: an answer can stream for minutes.</summary>
    public static readonly TimeSpan TrialPatience = TimeSpan.FromSeconds(10);

    /// <summary>How sure the short window has to be, in standard deviations: it is looked at so often that two would come about by chance.</summary>
    private const double NoDoubt = 3;

    private readonly SlidingCounts _counts = new(Window, 10);
    private readonly SlidingCounts _latest = new(ShortWindow, 5);
    private readonly CircuitPause _pauses = new(random);
    private CircuitState _state = CircuitState.Closed;
    private TimeSpan _since;
    private TimeSpan _pause;
    private TimeSpan _until;
    private TimeSpan _lastTrial;
    private int _trials;
    private int _successes;

    /// <summary>The share of failures that is borne, from 0 to 1.</summary>
    public double Threshold { get; } = family == FailureFamily.Silence ? 0.5 : 0.3;

    public FailureFamily Family => family;

    /// <summary>Counts the changes of state: what a call says that was let in before the last one is no news of the present state.</summary>
    public int Epoch { get; private set; }

    /// <summary>The state at a time.</summary>
    public CircuitState StateAt(TimeSpan now)
    {
        if (_state == CircuitState.Open && now >= _until) Become(CircuitState.HalfOpen, now);
        return _state;
    }

    /// <summary>Whether a call may go.</summary>
    public bool HasRoom(TimeSpan now) => StateAt(now) switch
    {
        CircuitState.Closed => true,
        CircuitState.HalfOpen => _trials < Ramp || now - _lastTrial >= TrialPatience,
        _ => false,
    };

    /// <summary>How long until a call may go, as far as is known; zero where one may go now.</summary>
    public TimeSpan OpenFor(TimeSpan now) => HasRoom(now) ? TimeSpan.Zero : _state == CircuitState.Open ? _until - now : TimeSpan.FromSeconds(1);

    /// <summary>Calls and failures in the window.</summary>
    public (long Calls, long Failures) CountsAt(TimeSpan now)
    {
        _counts.MoveTo(now);
        return (_counts.Trials, _counts.Hits);
    }

    /// <summary>Counts a call in, whether or not there was room.</summary>
    public void Enter(TimeSpan now)
    {
        if (StateAt(now) != CircuitState.HalfOpen) return;
        _trials++;
        _lastTrial = now;
    }

    /// <summary>A call that was let in at an epoch has ended and says nothing about the deployment.</summary>
    public void Forget(int epoch)
    {
        if (epoch == Epoch && _state == CircuitState.HalfOpen) _trials--;
    }

    /// <summary>A call that was let in at an epoch has succeeded.</summary>
    public void Succeeded(TimeSpan now, int epoch)
    {
        if (epoch != Epoch) return;
        Forget(epoch);
        if (_state == CircuitState.Closed) Count(now, 0);
        else if (++_successes >= SuccessesToClose) Become(CircuitState.Closed, now);
    }

    /// <summary>A call that was let in at an epoch has failed.</summary>
    /// <param name="now">When.</param>
    /// <param name="epoch">When it was let in.</param>
    /// <param name="failure">In which family.</param>
    public void Failed(TimeSpan now, int epoch, FailureFamily failure)
    {
        if (epoch != Epoch) return;
        _successes = 0;
        if (_state == CircuitState.HalfOpen) Open(now);
        if (_state != CircuitState.Closed) return;
        Count(now, failure == family ? 1 : 0);
        if (IsTooMany(_counts, WilsonInterval.Z95) || IsTooMany(_latest, NoDoubt)) Open(now);
    }

    /// <summary>Opens it, whatever was counted.</summary>
    public void Open(TimeSpan now)
    {
        _pause = _pauses.Next(now, _state == CircuitState.Closed ? now - _since : TimeSpan.Zero);
        _until = now + _pause;
        Become(CircuitState.Open, now);
    }

    /// <summary>Forgets the calls that it has counted.</summary>
    public void Renew()
    {
        _counts.Clear();
        _latest.Clear();
    }

    /// <summary>There is a sign that the deployment is back: what is left of a long pause is not waited for.</summary>
    public void Shorten(TimeSpan now)
    {
        if (StateAt(now) != CircuitState.Open) return;
        var soonest = _since + CircuitPause.Shortened(_pause);
        if (soonest < _until) _until = soonest;
    }

    /// <summary>One trial at a time, after the first success two, after two more four.</summary>
    private int Ramp => _successes switch { 0 => 1, < 3 => 2, _ => 4 };

    private void Count(TimeSpan now, int failures)
    {
        _counts.Add(now, 1, failures);
        _latest.Add(now, 1, failures);
    }

    private bool IsTooMany(SlidingCounts counts, double z) => counts.Trials >= FewestSamples && WilsonInterval.Lower(counts.Hits, counts.Trials, z) > Threshold;

    private void Become(CircuitState state, TimeSpan now)
    {
        (_state, _since, _trials, _successes) = (state, now, 0, 0);
        Epoch++;
        if (state == CircuitState.Closed) Renew();
    }
}
