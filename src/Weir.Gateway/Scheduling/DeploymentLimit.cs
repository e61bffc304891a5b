using Weir.Gateway.Model;
using Weir.Gateway.Scheduling.Concurrency;
using Weir.Gateway.Scheduling.Fairness;
using Weir.Gateway.Telemetry;
using Weir.Statistics;

namespace Weir.Gateway.Scheduling;

/// <summary>
/// How many attempts may be under way at one deployment, and the queue of those who wait for it (<see cref="FairQueue"/>). Nobody waits
/// longer than there is time for, and whoever would is refused at once. Safe for use by several threads.
/// </summary>
internal sealed class DeploymentLimit
{
    /// <summary>How long an attempt takes while nobody knows.</summary>
    private static readonly TimeSpan AssumedService = TimeSpan.FromSeconds(1);

    /// <summary>How soon those are due who do not say, in the order of the bands.</summary>
    private static readonly TimeSpan[] AssumedDue = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1)];

    private static readonly TimeSpan ShortestRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly DeploymentMetrics _metrics;
    private readonly FairQueue _queue = new();
    private readonly WeightedMean _firstToken = WeightedMean.Over(50);
    private ConcurrencyModel _settings;
    private IConcurrencyPolicy _policy;
    private double _limit;
    private int _inside;
    private long _arrivals;

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
            lock (_lock) return _queue.Waiting;
        }
    }

    /// <summary>Tenants that something is remembered of.</summary>
    public int Tenants
    {
        get
        {
            lock (_lock) return _queue[CallPriority.High].Tenants + _queue[CallPriority.Normal].Tenants + _queue[CallPriority.Low].Tenants;
        }
    }

    /// <summary>Whether a slot is free, as far as can be told without taking one.</summary>
    public bool HasRoom(CallPriority priority)
    {
        // Without a lock where that is plain.
        if (InFlight >= Limit) return false;
        lock (_lock) return CanTake(priority, Now);
    }

    /// <summary>About how long one that comes now would wait; by the length of the line alone while it is too young to tell.</summary>
    public TimeSpan ExpectedWait(CallPriority priority)
    {
        lock (_lock)
        {
            var (wait, before, now) = (TimeSpan.Zero, 0, Now);
            for (var band = CallPriority.High; band <= priority; band++)
            {
                before += _queue[band].Waiting;
                var whole = _queue[band].WaitOfAll(now);
                if (whole > wait) wait = whole;
            }
            return wait > TimeSpan.Zero ? wait : AssumedService * ((before + 1) / _limit);
        }
    }

    /// <summary>Takes a slot if one is free and nobody waits for it who goes before.</summary>
    /// <returns>The slot, or null.</returns>
    public Slot? TryEnter(in SlotRequest request)
    {
        lock (_lock)
        {
            var now = Now;
            return CanTake(request.Priority, now) ? Take(_queue[request.Priority].Arrive(request), request, false, TimeSpan.Zero, now) : null;
        }
    }

    /// <summary>Takes a slot, and waits for one if need be.</summary>
    /// <param name="request">Who wants it, and what for.</param>
    /// <param name="cancellationToken">The client has gone away.</param>
    public ValueTask<SlotResult> EnterAsync(in SlotRequest request, CancellationToken cancellationToken)
    {
        Waiter waiter;
        Waiter? displaced = null;
        SlotResult displacement = default;
        lock (_lock)
        {
            var now = Now;
            var band = _queue[request.Priority];
            var flow = band.Arrive(request);
            if (request.Patience <= TimeSpan.Zero) return new(Refuse(request, flow, SlotRefusal.Late, now));
            if (CanTake(request.Priority, now)) return new(new SlotResult(Take(flow, request, false, TimeSpan.Zero, now)));
            if (IsTooLate(request, band.WaitOf(flow, request.Cost, now))) return new(Refuse(request, flow, SlotRefusal.Late, now));
            if (_queue.Waiting >= _settings.Queue)
            {
                displaced = _settings.Queue == 0 ? null : _queue.Displaced(request.Priority, flow);
                if (displaced is null) return new(Refuse(request, flow, SlotRefusal.Full, now));
                _queue.Remove(displaced, now);
                displacement = Refuse(displaced.Request, displaced.Flow, SlotRefusal.Shed, now);
            }
            waiter = new Waiter(this, flow, request, now, now + (request.FirstToken ?? AssumedDue[(int)request.Priority]), ++_arrivals);
            _queue.Add(waiter, now);
        }
        displaced?.Tell(displacement);
        waiter.Watch(_time, cancellationToken);
        return new(waiter.Answer);
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

    /// <summary>A slot's attempt costs another sum than its tenant has been charged.</summary>
    internal void Recharge(Slot slot, double cost)
    {
        lock (_lock) Charge(slot, cost);
    }

    /// <summary>A slot is given back.</summary>
    internal void Leave(Slot slot, double cost, SlotReport report)
    {
        lock (_lock)
        {
            var now = Now;
            Charge(slot, cost);
            _queue[slot.Band].End(slot.Flow, now);
            if (report.FirstToken is { } first) _firstToken.Add(first.TotalSeconds);
            var next = _policy.Next(_limit, report with { Now = now, InFlight = _inside });
            _limit = Math.Clamp(next, _settings.Min, _settings.Max);
            _inside--;
            Grant(now);
            _queue.EndTurn();
        }
    }

    /// <summary>One that waits will wait no longer.</summary>
    internal void GiveUp(Waiter waiter, SlotRefusal why)
    {
        SlotResult result;
        lock (_lock)
        {
            // It may have got its slot at the same moment.
            var now = Now;
            if (!_queue.Remove(waiter, now)) return;
            result = Refuse(waiter.Request, waiter.Flow, why, now);
        }
        waiter.Tell(result);
    }

    private TimeSpan Now => _time.GetElapsedTime(0);

    private bool CanTake(CallPriority priority, TimeSpan now) => _queue.HasRoom(priority, _inside, (int)_limit, now) && _queue.IsNext(priority);

    private Slot Take(Flow flow, in SlotRequest request, bool isSecured, TimeSpan waited, TimeSpan now)
    {
        _inside++;
        _queue[request.Priority].Begin(flow, request.Cost, isSecured, now);
        _queue.Passed(request.Priority, now, waited > Bearable(request));
        return new Slot(this, flow, request, isSecured) { Waited = waited };
    }

    private void Charge(Slot slot, double cost)
    {
        _queue[slot.Band].Charge(slot.Flow, cost - slot.Charged, slot.IsSecured);
        slot.Charged = cost;
    }

    /// <summary>Hands out free slots. What has no time left is dropped here and never sent, should its timer be late.</summary>
    private void Grant(TimeSpan now)
    {
        while (_queue.Next(_inside, (int)_limit, now, out var isSecured) is { } next)
        {
            var waited = now - next.Since;
            if (now < next.Until)
            {
                next.Flow.Delay.Passed(now, waited);
                var slot = Take(next.Flow, next.Request, isSecured, waited, now);
                _queue.Remove(next, now);
                next.Tell(new SlotResult(slot));
                continue;
            }
            _queue.Remove(next, now);
            next.Tell(Refuse(next.Request, next.Flow, SlotRefusal.Late, now));
        }
    }

    /// <summary>Whether there is no use in waiting.</summary>
    private bool IsTooLate(in SlotRequest request, TimeSpan wait) =>
        wait > request.Patience || (request is { RefusesLate: true, FirstToken: { } wanted } && wait + TimeSpan.FromSeconds(_firstToken.Value) > wanted);

    /// <summary>How long one can wait without missing what is wanted: what the deployment leaves of it, most of the time.</summary>
    private TimeSpan Bearable(in SlotRequest request)
    {
        if (request.FirstToken is not { } wanted) return QueueDelay.Target;
        var left = wanted - TimeSpan.FromSeconds(1.5 * _firstToken.Value);
        return left > wanted / 10 ? left : wanted / 10;
    }

    private SlotResult Refuse(in SlotRequest request, Flow flow, SlotRefusal why, TimeSpan now)
    {
        if (why != SlotRefusal.Cancelled)
        {
            _metrics.Refused(_name, CallPriorities.NameOf(request.Priority), NameOf(why));
            if (why == SlotRefusal.Late) _queue.Missed(request.Priority, now);
        }
        var band = _queue[request.Priority];
        var wait = band.WaitOf(flow, request.Cost, now);
        band.Forgo(flow, now);
        return new(null, why, wait < ShortestRetry ? ShortestRetry : wait > LongestRetry ? LongestRetry : wait);
    }

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
