namespace Weir.Gateway.Storage;

/// <summary>Wakes one sleeping thread. A signal given while the thread is awake is kept for its next sleep.</summary>
internal sealed class WakeSignal
{
    // The kernel's event rather than SemaphoreSlim or ManualResetEventSlim: those spin before they sleep, which on a small
    // machine takes the processor from the very threads that would bring work.
    private readonly AutoResetEvent _event = new(initialState: false);

    public void Set() => _event.Set();

    public void Wait() => _event.WaitOne();

    /// <summary>Waits for a signal, but no longer than <paramref name="most"/>, in real time.</summary>
    public void Wait(TimeSpan most) => _event.WaitOne(most);
}
