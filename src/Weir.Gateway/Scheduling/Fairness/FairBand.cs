namespace Weir.Gateway.Scheduling.Fairness;

/// <summary>
/// Those of one priority. The tenant that has been served least for its weight is next, where service is money: a virtual token
/// counter (Sheng et al., Fairness in Serving Large Language Models, OSDI 2024) that is charged with an estimate, corrected while an
/// answer comes, and paid back at its end. Guarded by the limit's lock; every operation takes O(log n) of the tenants that wait.
/// <para>
/// The band's clock is the counter that the last one began with (start-time fair queueing, Goyal et al. 1996). Whoever has nothing
/// waiting is lifted to it when it comes back: not having called earns no credit, and having used what nobody else wanted makes no debt.
/// </para>
/// </summary>
internal sealed class FairBand
{
    /// <summary>Tenants that owe something, an attempt's worth at most, are remembered so long after their last one.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(1);

    private const int MostIdle = 10_000;

    /// <summary>Beyond so many dollars the counters begin anew: a double has 15 digits, and an attempt may cost a millionth of a dollar.</summary>
    private const double Renewal = 1e6;

    private readonly Dictionary<string, Flow> _flows = new(StringComparer.Ordinal);
    private readonly IndexedHeap<Flow, Flow.ByService> _waiting = new();
    private readonly IndexedHeap<Flow, Flow.BySecured> _secured = new();
    private readonly LinkedList<Flow> _idle = new();
    private readonly ServiceRate _rate = new();
    private double _clock;
    private double _served;
    private double _weights;
    private long _turns;

    /// <summary>How many wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many attempts are under way.</summary>
    public int Running { get; private set; }

    /// <summary>What those who wait are expected to cost together, in dollars.</summary>
    public double Wanted { get; private set; }

    /// <summary>How many tenants it knows: those with something under way or waiting, and those that owe.</summary>
    public int Tenants => _flows.Count;

    /// <summary>Finds a tenant that wants to be served now.</summary>
    public Flow Arrive(in SlotRequest request)
    {
        if (!_flows.TryGetValue(request.Tenant, out var flow)) _flows.Add(request.Tenant, flow = new Flow(request.Tenant));
        if (flow.Idle is { List: not null } idle) _idle.Remove(idle);
        if (flow.Waiting > 0) return flow;
        flow.Adopt(request.Weight, request.Guaranteed);
        if (flow.Service < _clock) flow.Service = _clock;
        if (flow.Secured < _served) flow.Secured = _served;
        return flow;
    }

    /// <summary>A tenant that was found and has got nothing after all.</summary>
    public void Forgo(Flow flow, TimeSpan now)
    {
        if (flow.Running == 0 && flow.Waiting == 0) Rest(flow, now);
    }

    /// <summary>Puts an attempt in line.</summary>
    public void Add(Waiter waiter, TimeSpan now)
    {
        var flow = waiter.Flow;
        if (Waiting++ == 0) _rate.Begin(now);
        if (flow.Waiting == 0)
        {
            _waiting.Add(flow);
            _weights += flow.Weight;
            if (flow.Guaranteed > 0) _secured.Add(flow);
        }
        flow.Add(waiter);
        Wanted += waiter.Cost;
    }

    /// <summary>Takes an attempt out of the line, served or not.</summary>
    public void Remove(Waiter waiter, TimeSpan now)
    {
        var flow = waiter.Flow;
        flow.Remove(waiter);
        Wanted = --Waiting == 0 ? 0 : Wanted - waiter.Cost;
        if (flow.Waiting > 0) return;
        _waiting.Remove(flow);
        _weights = Waiting == 0 ? 0 : _weights - flow.Weight;
        if (IndexedHeap<Flow, Flow.BySecured>.Holds(flow)) _secured.Remove(flow);
        Forgo(flow, now);
    }

    /// <summary>Whoever is next, or null: of a tenant that has less than it is guaranteed, else of the one that has been served least.</summary>
    /// <param name="mayTurn">Whether the last of a standing queue goes first.</param>
    /// <param name="isSecured">Whether it is served out of what it is guaranteed, which does not count against its share of the rest.</param>
    public Waiter? Next(bool mayTurn, out bool isSecured)
    {
        isSecured = _secured.First is { } entitled && entitled.Secured <= _served;
        var flow = isSecured ? _secured.First : _waiting.First;
        return flow?.Next(mayTurn && flow.Delay.IsStanding);
    }

    /// <summary>The tenant that has the most waiting, where that is more than another one would have with one more; or null. Looks at all of them.</summary>
    public Flow? Largest(Flow than)
    {
        Flow? largest = null;
        var most = than.Waiting + 1;
        for (var i = 0; i < _waiting.Count; i++)
            if (_waiting[i].Waiting > most) (largest, most) = (_waiting[i], _waiting[i].Waiting);
        return largest;
    }

    /// <summary>The attempt that came last of the tenant that was served most, or null: the one to send away.</summary>
    public Waiter? Last()
    {
        Flow? most = null;
        for (var i = 0; i < _waiting.Count; i++)
            if (most is null || _waiting[i].Service > most.Service) most = _waiting[i];
        return most?.Last;
    }

    /// <summary>An attempt of a tenant's begins, and is charged what it is expected to cost.</summary>
    public void Begin(Flow flow, double cost, bool isSecured, TimeSpan now)
    {
        if (!isSecured && flow.Service > _clock) _clock = flow.Service;
        flow.Running++;
        Running++;
        flow.ServedAs = ++_turns;
        if (Waiting > 0) _rate.Served(now, cost);
        Charge(flow, cost, isSecured);
        if (_clock > Renewal || _served > Renewal) Renew();
    }

    /// <summary>Charges what an attempt turns out to cost more, or pays back what it cost less.</summary>
    public void Charge(Flow flow, double cost, bool isSecured)
    {
        _served += cost;
        if (!isSecured)
        {
            flow.Service += cost / flow.Weight;
            if (IndexedHeap<Flow, Flow.ByService>.Holds(flow)) _waiting.Moved(flow);
        }
        if (flow.Guaranteed <= 0) return;
        flow.Secured += cost / flow.Guaranteed;
        if (IndexedHeap<Flow, Flow.BySecured>.Holds(flow)) _secured.Moved(flow);
    }

    /// <summary>An attempt has ended.</summary>
    public void End(Flow flow, TimeSpan now)
    {
        flow.Running--;
        Running--;
        Forgo(flow, now);
    }

    /// <summary>About how long one more attempt of a tenant's would wait, by what waits before it and the rate at which the band is served; zero while that is unknown.</summary>
    /// <param name="flow">The tenant.</param>
    /// <param name="cost">What the attempt is expected to cost, in dollars.</param>
    /// <param name="now">The time.</param>
    public TimeSpan WaitOf(Flow flow, double cost, TimeSpan now)
    {
        if (Waiting == 0) return TimeSpan.Zero;
        // While it gets all that waits of its own, the others get theirs.
        var weights = flow.Waiting > 0 ? _weights : _weights + flow.Weight;
        return _rate.WaitFor(Math.Min(Wanted + cost, (flow.Wanted + cost) * weights / flow.Weight), now);
    }

    /// <summary>Whether what <see cref="WaitOf"/> says is more than a guess.</summary>
    public bool IsSureOfWaits(TimeSpan now) => _rate.IsSure(now);

    /// <summary>How long all that waits and one more as these take, by the rate at which the band is served; zero while that is unknown.</summary>
    public TimeSpan WaitOfAll(TimeSpan now) => Waiting == 0 ? TimeSpan.Zero : _rate.WaitFor(Wanted * (Waiting + 1) / Waiting, now);

    /// <summary>Nothing of a tenant's is left here. It is remembered only while it owes something.</summary>
    private void Rest(Flow flow, TimeSpan now)
    {
        if (Owes(flow))
        {
            flow.IdleSince = now;
            if (flow.Idle is { List: not null } already) _idle.Remove(already);
            _idle.AddLast(flow.Idle ??= new LinkedListNode<Flow>(flow));
        }
        else
        {
            _flows.Remove(flow.Tenant);
        }
        // Two for each that comes: the list cannot grow behind one that owes for long.
        for (var i = 0; i < 2 && _idle.First is { Value: var oldest }; i++)
        {
            if (Owes(oldest) && now - oldest.IdleSince < LongestIdle && _idle.Count <= MostIdle) break;
            _idle.RemoveFirst();
            _flows.Remove(oldest.Tenant);
        }
    }

    private bool Owes(Flow flow) => flow.Service > _clock || (flow.Guaranteed > 0 && flow.Secured > _served);

    private void Renew()
    {
        foreach (var flow in _flows.Values) (flow.Service, flow.Secured) = (flow.Service - _clock, flow.Secured - _served);
        (_clock, _served) = (0, 0);
    }
}
