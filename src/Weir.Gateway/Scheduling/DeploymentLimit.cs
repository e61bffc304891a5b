using Weir.Gateway.Model;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Scheduling;

/// <summary>
/// How many attempts may be under way at one deployment, and the line of those who wait: higher priorities first, first come
/// first served. While the queue stands, the last come first and the low priority not at all. Nobody waits longer than there is
/// time for, and whoever would is refused at once. Safe for use by several threads.
/// </summary>
internal sealed class DeploymentLimit
{
    /// <summary>How long an attempt takes while nobody knows.</summary>
    private static readonly TimeSpan AssumedService = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly DeploymentMetrics _metrics;
    private readonly WaitingLine _line = new();
    private readonly QueueDelay _delay = new();
    private readonly ServiceRate _rate = new();
    private ConcurrencyModel _settings;
    private IConcurrencyPolicy _policy;
    private double _limit;
    private int _inside;

    /// <param name="name">The deployment.</param>
    /// <param name="settings">Its bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="metrics">Counts refusals.</param>
    public DeploymentLimit(string name, ConcurrencyModel settings, TimeProvider time, DeploymentMetrics metrics)
    {
        (_name, _time, _metrics) = (name, time, metrics);
        (_settings, _policy, _limit) = (settings, PolicyOf(settings), settings.Initial);
    }

    /// <summary>How many attempts may be under way.</summary>
    public int Limit => (int)Volatile.Read(ref _limit);

    /// <summary>How many are.</summary>
    public int InFlight => Volatile.Read(ref _inside);

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock) return _line.Count;
        }
    }

    /// <summary>Whether a slot is free, as far as can be told without taking one.</summary>
    public bool HasRoom => InFlight < Limit;

    /// <summary>About how long one that comes now would wait; by the length of the line alone while it is too young to tell.</summary>
    public TimeSpan ExpectedWait
    {
        get
        {
            lock (_lock)
            {
                var wait = WaitBehind(_line.Count, Now);
                return wait > TimeSpan.Zero ? wait : AssumedService * ((_line.Count + 1) / _limit);
            }
        }
    }

    /// <summary>Takes a slot if one is free and nobody waits for it.</summary>
    public bool TryEnter()
    {
        lock (_lock) return TryTake();
    }

    /// <summary>Takes a slot, and waits for one if need be. Allocates nothing where one is free.</summary>
    /// <param name="priority">Who goes first.</param>
    /// <param name="patience">How long there is to wait; what is not sent by then never is.</param>
    /// <param name="cancellationToken">The client has gone away.</param>
    public ValueTask<SlotResult> EnterAsync(CallPriority priority, TimeSpan patience, CancellationToken cancellationToken)
    {
        Waiter waiter;
        Waiter? displaced = null;
        SlotResult displacement = default;
        lock (_lock)
        {
            var now = Now;
            if (patience <= TimeSpan.Zero) return new(Refuse(priority, SlotRefusal.Late, now));
            if (TryTake()) return default;
            if (RefusalOf(priority, patience, now) is { } why) return new(Refuse(priority, why, now));
            if (_line.Count >= _settings.Queue)
            {
                displaced = _line.TakeBelow(priority);
                if (displaced is null) return new(Refuse(priority, SlotRefusal.Full, now));
                displacement = Refuse(displaced.Priority, SlotRefusal.Full, now);
            }
            waiter = new Waiter(this, priority, now, now + patience);
            Add(waiter, now);
        }
        displaced?.Tell(displacement);
        waiter.Watch(_time, patience, cancellationToken);
        return new(waiter.Answer);
    }

    /// <summary>Gives a slot back, exactly once for each that was taken, and says what the attempt tells about the limit.</summary>
    /// <param name="outcome">What it tells.</param>
    /// <param name="firstToken">From sending it to its first token; null where there was none.</param>
    /// <param name="inputTokens">The length of its request, as far as it is known.</param>
    public void Leave(SlotOutcome outcome, TimeSpan? firstToken, int inputTokens)
    {
        lock (_lock)
        {
            var now = Now;
            var next = _policy.Next(_limit, new SlotReport(now, outcome, firstToken, inputTokens, _inside));
            _limit = Math.Clamp(next, _settings.Min, _settings.Max);
            _inside--;
            _rate.Served(now);
            Grant(now);
        }
    }

    /// <summary>Takes over new bounds. The limit begins anew with them; who is inside stays, and who waits waits on.</summary>
    public void Adopt(ConcurrencyModel settings)
    {
        lock (_lock)
        {
            if (settings == _settings) return;
            (_settings, _policy, _limit) = (settings, PolicyOf(settings), settings.Initial);
            Grant(Now);
        }
    }

    /// <summary>One that waits will wait no longer.</summary>
    internal void GiveUp(Waiter waiter, SlotRefusal why)
    {
        SlotResult result;
        lock (_lock)
        {
            // It may have got its slot at the same moment.
            if (!_line.Remove(waiter)) return;
            if (_line.Count == 0) _delay.Emptied();
            result = Refuse(waiter.Priority, why, Now);
        }
        waiter.Tell(result);
    }

    private TimeSpan Now => _time.GetElapsedTime(0);

    private bool TryTake()
    {
        if (_inside >= (int)_limit || _line.Count > 0) return false;
        _inside++;
        return true;
    }

    /// <summary>Why there is no use in waiting, or null.</summary>
    private SlotRefusal? RefusalOf(CallPriority priority, TimeSpan patience, TimeSpan now)
    {
        if (_delay.IsStanding) return priority == CallPriority.Low || _line.HasAbove(priority) ? SlotRefusal.Shed : null;
        return WaitBehind(_line.Before(priority), now) > patience ? SlotRefusal.Late : null;
    }

    /// <summary>Hands out free slots. What has no time left is dropped here and never sent, should its timer be late.</summary>
    private void Grant(TimeSpan now)
    {
        if (_delay.IsStanding) Shed(now);
        while (_inside < (int)_limit && _line.TakeNext(_delay.IsStanding) is { } next)
        {
            if (now >= next.Until)
            {
                next.Tell(Refuse(next.Priority, SlotRefusal.Late, now));
                continue;
            }
            _delay.Passed(now, now - next.Since);
            _inside++;
            next.Tell(default);
        }
        if (_line.Count == 0) _delay.Emptied();
    }

    /// <summary>Sends those of low priority away.</summary>
    private void Shed(TimeSpan now)
    {
        while (_line.TakeBelow(CallPriority.Normal) is { } low) low.Tell(Refuse(low.Priority, SlotRefusal.Shed, now));
    }

    private SlotResult Refuse(CallPriority priority, SlotRefusal why, TimeSpan now)
    {
        if (why != SlotRefusal.Cancelled) _metrics.Refused(_name, CallPriorities.NameOf(priority), NameOf(why));
        var wait = WaitBehind(_line.Count, now);
        return new(why, wait < ShortestRetry ? ShortestRetry : wait > LongestRetry ? LongestRetry : wait);
    }

    private void Add(Waiter waiter, TimeSpan now)
    {
        if (_line.Count == 0) _rate.Begin(now);
        _line.Add(waiter);
    }

    /// <summary>How long so many take to be served at the present rate; zero while the rate is unknown.</summary>
    private TimeSpan WaitBehind(int count, TimeSpan now) => _line.Count == 0 ? TimeSpan.Zero : _rate.WaitBehind(count, now);

    private static IConcurrencyPolicy PolicyOf(ConcurrencyModel settings) => settings.Adapt switch
    {
        ConcurrencyAdapt.Loss => new LossPolicy(),
        ConcurrencyAdapt.Latency => new LatencyPolicy(),
        _ => new FixedPolicy(),
    };

    private static string NameOf(SlotRefusal why) => why switch
    {
        SlotRefusal.Full => "full",
        SlotRefusal.Shed => "shed",
        _ => "late",
    };
}
