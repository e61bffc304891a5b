namespace Weir.Gateway.Ledger;

/// <summary>Bounds how long a buffered call waits for its commit.</summary>
internal sealed class BufferClock : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ITimer _timer;
    private volatile bool _hasRung;

    public BufferClock(TimeProvider time, AppendQueue queue) => _timer = time.CreateTimer(
        _ =>
        {
            _hasRung = true;
            queue.Wake();
        },
        null,
        Timeout.InfiniteTimeSpan,
        Timeout.InfiniteTimeSpan);

    /// <summary>True once the interval has passed since <see cref="Start"/>.</summary>
    public bool HasRung => _hasRung;

    public void Start()
    {
        _hasRung = false;
        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
