namespace Weir.Gateway.Storage;

/// <summary>Wakes one sleeping thread. A signal given while the thread is awake is kept for its next sleep.</summary>
internal sealed class WakeSignal
{
    // A monitor rather than SemaphoreSlim or ManualResetEventSlim: those spin before they sleep, which on a small machine
    // takes the processor from the very threads that would bring work.
    private readonly object _gate = new();
    private bool _set;

    public void Set()
    {
        lock (_gate)
        {
            _set = true;
            Monitor.Pulse(_gate);
        }
    }

    public void Wait()
    {
        lock (_gate)
        {
            while (!_set) Monitor.Wait(_gate);
            _set = false;
        }
    }

    /// <summary>Waits for a signal, but no longer than <paramref name="most"/>, in real time.</summary>
    public void Wait(TimeSpan most)
    {
        lock (_gate)
        {
            if (!_set) Monitor.Wait(_gate, most);
            _set = false;
        }
    }
}
