using Weir.Dialects.Limits;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling.Concurrency;
using Weir.Gateway.Scheduling.Fairness;
using Weir.Gateway.Scheduling.Quotas;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Scheduling;

/// <summary>
/// What one deployment can take, at a time and in a time, and the queue of those who wait for it (<see cref="FairQueue"/>). Nobody
/// waits longer than there is time for, and whoever would is refused at once. Safe for use by several threads.
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
    private readonly FairQueue _queue;
    private readonly AdaptiveLimit _limit;
    private readonly DeploymentQuota _quota;
    private readonly FirstTokens _firstTokens = new();
    private readonly YoungSlots _young = new();
    private ITimer? _wake;
    private int _inside;
    private long _arrivals;

    /// <param name="name">The deployment.</param>
    /// <param name="settings">How many it is sent at a time.</param>
    /// <param name="quota">What its provider allows in a time; null for anything.</param>
    /// <param name="time">The clock.</param>
    /// <param name="metrics">Counts refusals.</param>
    public DeploymentLimit(string name, ConcurrencyModel settings, QuotaModel? quota, TimeProvider time, DeploymentMetrics metrics)
    {
        (_name, _time, _metrics) = (name, time, metrics);
        (_limit, _quota) = (new AdaptiveLimit(settings), new DeploymentQuota(quota));
        _queue = new FairQueue(Fits);
    }

    /// <summary>How many attempts may be under way.</summary>
    public int Limit => _limit.Value;

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
            lock (_lock) return _queue.Tenants;
        }
    }

    /// <summary>Whether one could go now, as far as can be told without sending it.</summary>
    public bool HasRoom(in SlotRequest request)
    {
        lock (_lock) return CanTake(request, Now);
    }

    /// <summary>About how long one that comes now would wait; by the length of the line alone while it is too young to tell.</summary>
    public TimeSpan ExpectedWait(in SlotRequest request)
    {
        lock (_lock)
        {
            var now = Now;
            var wait = _queue.WaitOf(request.Priority, now, out var before);
            var ofQuota = QuotaWait(request);
            if (wait < ofQuota) wait = ofQuota;
            return wait > TimeSpan.Zero ? wait : AssumedService * ((before + 1.0) / Limit);
        }
    }

    /// <summary>Takes a slot if one is free and nobody waits for it who goes before.</summary>
    /// <returns>The slot, or null.</returns>
    public Slot? TryEnter(in SlotRequest request)
    {
        lock (_lock)
        {
            var now = Now;
            return CanTake(request, now) ? Take(_queue[request.Priority].Arrive(request), request, false, TimeSpan.Zero, now) : null;
        }
    }

    /// <summary>Takes a slot, and waits for one if need be.</summary>
    /// <param name="request">Who wants it, and what for.</param>
    /// <param name="cancellationToken">The client has gone away.</param>
    public ValueTask<SlotResult> EnterAsync(in SlotRequest request, CancellationToken cancellationToken)
    {
        Waiter waiter;
        Waiter? displaced = null;
        Slot? stopped;
        SlotResult displacement = default;
        lock (_lock)
        {
            var now = Now;
            var flow = _queue[request.Priority].Arrive(request);
            if (request.Patience <= TimeSpan.Zero) return new(Refuse(request, flow, SlotRefusal.Late, now));
            if (CanTake(request, now)) return new(new SlotResult(Take(flow, request, false, TimeSpan.Zero, now)));
            if (IsTooLate(request, SureWaitOf(request, flow, now))) return new(Refuse(request, flow, SlotRefusal.Late, now));
            if (_queue.Waiting >= _limit.Queue)
            {
                displaced = _limit.Queue == 0 ? null : _queue.Displaced(request.Priority, flow);
                if (displaced is null) return new(Refuse(request, flow, SlotRefusal.Full, now));
                Remove(displaced, now);
                displacement = Refuse(displaced.Request, displaced.Flow, SlotRefusal.Shed, now);
            }
            waiter = new Waiter(this, flow, request, now, now + (request.FirstToken ?? AssumedDue[(int)request.Priority]), ++_arrivals);
            _queue.Add(waiter, now);
            // What holds it back may be a quota, which nobody's leaving frees.
            if (_quota.IsLimited) Grant(now);
            stopped = WouldWaitTooLong(request) ? _young.Take(_queue[CallPriority.High].Waiting + _queue[CallPriority.Normal].Waiting, _queue.UsuallyHeld, now) : null;
        }
        stopped?.Stop();
        displaced?.Tell(displacement);
        waiter.Watch(_time, cancellationToken);
        return new(waiter.Answer);
    }

    /// <summary>Takes over new bounds. The limit begins anew with them; who is inside stays, and who waits waits on.</summary>
    public void Adopt(ConcurrencyModel settings, QuotaModel? quota)
    {
        lock (_lock)
        {
            _quota.Adopt(quota);
            _limit.Adopt(settings);
            Grant(Now);
        }
    }

    /// <summary>The provider says how much of its limits is left. Where that is less than is known here, others use them too.</summary>
    public void Sync(ProviderLimits said)
    {
        lock (_lock) _quota.Sync(said, Moment.Of(_time));
    }

    /// <summary>A slot's attempt has used so much by now.</summary>
    internal void Recharge(Slot slot, in ServiceUsed used, bool isCostlier)
    {
        lock (_lock)
        {
            if (isCostlier) Charge(slot, used);
            if (slot.Quotas is { } quotas) DeploymentQuota.Count(quotas, used, Moment.Of(_time));
        }
    }

    /// <summary>A slot's attempt may be stopped for others.</summary>
    internal void MayStop(Slot slot)
    {
        lock (_lock)
        {
            if (_limit.CancelsYoung) _young.Add(slot);
        }
    }

    /// <summary>A slot is given back.</summary>
    internal void Leave(Slot slot, in ServiceUsed used, SlotReport report)
    {
        lock (_lock)
        {
            var now = Now;
            Charge(slot, used);
            if (slot.Quotas is { } quotas) DeploymentQuota.Settle(quotas, used, Moment.Of(_time));
            _young.Remove(slot);
            _queue[slot.Band].End(slot.Flow, now);
            _queue.Held(now - slot.Since);
            if (report.FirstToken is { } first) _firstTokens.Add(first);
            _limit.Note(report with { Now = now, InFlight = _inside });
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
            if (!Remove(waiter, now)) return;
            result = Refuse(waiter.Request, waiter.Flow, why, now);
            // It may have been the one that a quota had no room for.
            if (_quota.IsLimited) Grant(now);
        }
        waiter.Tell(result);
    }

    /// <summary>Takes one out of the line, whatever became of it.</summary>
    /// <returns>Whether it was in it.</returns>
    private bool Remove(Waiter waiter, TimeSpan now)
    {
        if (!_queue.Remove(waiter, now)) return false;
        _metrics.Waited(_name, CallPriorities.NameOf(waiter.Request.Priority), now - waiter.Since);
        return true;
    }

    private TimeSpan Now => _time.GetElapsedTime(0);

    private bool CanTake(in SlotRequest request, TimeSpan now) => _queue.HasRoom(request.Priority, _inside, Limit, now) && _queue.IsNext(request.Priority) && Fits(request, now);

    /// <summary>Whether the quotas have room.</summary>
    private bool Fits(in SlotRequest request, TimeSpan now) => !_quota.IsLimited || _quota.Has(request, _queue.CeilingOf(request.Priority, 1, now), Moment.Of(_time));

    private Slot Take(Flow flow, in SlotRequest request, bool isSecured, TimeSpan waited, TimeSpan now)
    {
        _inside++;
        _queue[request.Priority].Begin(flow, request.Cost, isSecured, now);
        _queue.Passed(request.Priority, now, waited > Bearable(request));
        return new Slot(this, flow, request, isSecured, _quota.IsLimited ? _quota.Reserve(request, Moment.Of(_time)) : null) { Since = now, Waited = waited };
    }

    private void Charge(Slot slot, in ServiceUsed used)
    {
        var cost = used.IsNothing ? 0 : slot.Costs.Of(used.Input, used.Cached, used.Output);
        _queue[slot.Band].Charge(slot.Flow, cost - slot.Charged, slot.IsSecured);
        slot.Charged = cost;
    }

    /// <summary>Hands out what is free. What has no time left is dropped here and never sent, should its timer be late.</summary>
    private void Grant(TimeSpan now)
    {
        while (_queue.Next(_inside, Limit, now, out var isSecured, out var blocked) is var next)
        {
            if (next is null)
            {
                if (blocked is not null) WakeFor(blocked.Request);
                return;
            }
            var waited = now - next.Since;
            if (now < next.Until)
            {
                next.Flow.Delay.Passed(now, waited);
                var slot = Take(next.Flow, next.Request, isSecured, waited, now);
                Remove(next, now);
                next.Tell(new SlotResult(slot));
                continue;
            }
            Remove(next, now);
            next.Tell(Refuse(next.Request, next.Flow, SlotRefusal.Late, now));
        }
    }

    /// <summary>Looks again when a quota has room for whoever is next.</summary>
    private void WakeFor(in SlotRequest request)
    {
        var wait = QuotaWait(request);
        _wake ??= _time.CreateTimer(static self => ((DeploymentLimit)self!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Timers are no finer than this, and what others give back may come any time.
        _wake.Change(wait < LongestRetry ? wait + TimeSpan.FromMilliseconds(1) : LongestRetry, Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        lock (_lock) Grant(Now);
    }

    private TimeSpan QuotaWait(in SlotRequest request) =>
        _quota.IsLimited ? _quota.WaitFor(request, _queue.CeilingOf(request.Priority, 1, Now), Moment.Of(_time)) : TimeSpan.Zero;

    /// <summary>How long one more of a tenant's would wait at least, as far as that is more than a guess.</summary>
    private TimeSpan SureWaitOf(in SlotRequest request, Flow flow, TimeSpan now)
    {
        var (band, ofQuota) = (_queue[request.Priority], QuotaWait(request));
        var inLine = band.IsSureOfWaits(now) ? band.WaitOf(flow, request.Cost, now) : TimeSpan.Zero;
        return inLine > ofQuota ? inLine : ofQuota;
    }

    /// <summary>Whether there is no use in waiting.</summary>
    private bool IsTooLate(in SlotRequest request, TimeSpan wait) =>
        wait > request.Patience || (request is { RefusesLate: true, FirstToken: { } wanted } && wait + _firstTokens.Usual > wanted);

    /// <summary>How long one can wait without missing what is wanted: three quarters of what the deployment leaves of it most of the time, so that a wait that grows is answered before it is too long.</summary>
    private TimeSpan Bearable(in SlotRequest request)
    {
        if (request.FirstToken is not { } wanted) return QueueDelay.Target;
        var left = (wanted - _firstTokens.Late) * 0.75;
        return left > wanted / 20 ? left : wanted / 20;
    }

    /// <summary>Whether one that waits for a slot is better off with that of an attempt that has hardly begun: by how often slots become free by themselves.</summary>
    private bool WouldWaitTooLong(in SlotRequest request) =>
        _limit.CancelsYoung && request.Priority != CallPriority.Low && _queue.UsuallyHeld / Math.Max(1, _inside) * _queue.WaitingUpTo(request.Priority) > Bearable(request);

    private SlotResult Refuse(in SlotRequest request, Flow flow, SlotRefusal why, TimeSpan now)
    {
        if (why != SlotRefusal.Cancelled) _metrics.Refused(_name, CallPriorities.NameOf(request.Priority), SlotRefusals.NameOf(why));
        if (why == SlotRefusal.Late) _queue.Missed(request.Priority, now);
        var band = _queue[request.Priority];
        var wait = band.WaitOf(flow, request.Cost, now);
        band.Forgo(flow, now);
        if (wait > LongestRetry) wait = LongestRetry;
        // What a rate foretells is a guess; when a day's quota is there again is not.
        var ofQuota = QuotaWait(request);
        if (wait < ofQuota) wait = ofQuota;
        return new(null, why, wait < ShortestRetry ? ShortestRetry : wait);
    }
}
