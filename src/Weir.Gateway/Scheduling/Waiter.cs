using Weir.Gateway.Model;

namespace Weir.Gateway.Scheduling;

/// <summary>An attempt that waits for a slot. Its place in line is guarded by the limit's lock; its answer comes once.</summary>
internal sealed class Waiter
{
    private readonly TaskCompletionSource<SlotResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DeploymentLimit _limit;
    private ITimer? _timer;
    private CancellationTokenRegistration _registration;

    /// <param name="limit">Where it waits.</param>
    /// <param name="priority">Its band.</param>
    /// <param name="since">When it came.</param>
    /// <param name="until">When its time runs out.</param>
    public Waiter(DeploymentLimit limit, CallPriority priority, TimeSpan since, TimeSpan until)
    {
        (_limit, Priority, Since, Until) = (limit, priority, since, until);
        Node = new LinkedListNode<Waiter>(this);
    }

    public CallPriority Priority { get; }

    public TimeSpan Since { get; }

    public TimeSpan Until { get; }

    /// <summary>Its place in line; in no list once it has been answered.</summary>
    public LinkedListNode<Waiter> Node { get; }

    public Task<SlotResult> Answer => _answer.Task;

    /// <summary>Has it leave the line by itself when its time runs out or its client goes away.</summary>
    public void Watch(TimeProvider time, TimeSpan patience, CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static self => ((Waiter)self!).GiveUp(SlotRefusal.Late), this, patience, Timeout.InfiniteTimeSpan);
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
