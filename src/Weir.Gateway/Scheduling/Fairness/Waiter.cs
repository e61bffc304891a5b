namespace Weir.Gateway.Scheduling.Fairness;

/// <summary>An attempt that waits for a slot. Its place in line is guarded by the limit's lock; its answer comes once.</summary>
internal sealed class Waiter
{
    private readonly TaskCompletionSource<SlotResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DeploymentLimit _limit;
    private readonly SlotRequest _request;
    private ITimer? _timer;
    private CancellationTokenRegistration _registration;
    private int _place = -1;

    /// <param name="limit">Where it waits.</param>
    /// <param name="flow">Its tenant's others.</param>
    /// <param name="request">What it wants.</param>
    /// <param name="since">When it came.</param>
    /// <param name="due">When it is wanted to have its first token.</param>
    /// <param name="number">Grows with each that comes.</param>
    public Waiter(DeploymentLimit limit, Flow flow, in SlotRequest request, TimeSpan since, TimeSpan due, long number)
    {
        (_limit, Flow, _request, Since, Due, Number) = (limit, flow, request, since, due, number);
        Cost = request.Cost;
        Node = new LinkedListNode<Waiter>(this);
    }

    public Flow Flow { get; }

    public ref readonly SlotRequest Request => ref _request;

    /// <summary>What it is expected to cost, in dollars.</summary>
    public double Cost { get; }

    public TimeSpan Since { get; }

    /// <summary>When its time runs out.</summary>
    public TimeSpan Until => _request.Patience < TimeSpan.MaxValue - Since ? Since + _request.Patience : TimeSpan.MaxValue;

    /// <summary>When it is wanted to have its first token; those of a tenant's that are due first go first.</summary>
    public TimeSpan Due { get; }

    /// <summary>Grows with each that comes.</summary>
    public long Number { get; }

    /// <summary>Its place by deadline; -1 while it is not in line.</summary>
    public ref int Place => ref _place;

    /// <summary>Whether it still waits for its turn.</summary>
    public bool IsInLine => _place >= 0;

    /// <summary>Its place by arrival.</summary>
    public LinkedListNode<Waiter> Node { get; }

    public Task<SlotResult> Answer => _answer.Task;

    /// <summary>Has it leave the line by itself when its time runs out or its client goes away.</summary>
    public void Watch(TimeProvider time, CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static self => ((Waiter)self!).GiveUp(SlotRefusal.Late), this, _request.Patience, Timeout.InfiniteTimeSpan);
        _registration = cancellationToken.UnsafeRegister(static self => ((Waiter)self!).GiveUp(SlotRefusal.Cancelled), this);
        // Answered before it could be watched.
        if (_answer.Task.IsCompleted) Unwatch();
    }

    /// <summary>Tells whoever waits.</summary>
    public void Tell(in SlotResult result)
    {
        if (_answer.TrySetResult(result)) Unwatch();
    }

    private void GiveUp(SlotRefusal why) => _limit.GiveUp(this, why);

    private void Unwatch()
    {
        _timer?.Dispose();
        // Dispose would wait for a cancellation that may be waiting for the limit's lock.
        _registration.Unregister();
    }
}
