namespace Weir.Statistics;

/// <summary>
/// Counts trials and the hits among them over the last stretch of time, in buckets: what is older than the window is
/// forgotten a bucket at a time. Not safe for use by several threads.
/// </summary>
public sealed class SlidingCounts
{
    private readonly long[] _trials;
    private readonly long[] _hits;
    private readonly long _bucketTicks;
    private long _newest = long.MinValue;

    /// <param name="window">How far back is counted; it ends with a bucket that has only begun.</param>
    /// <param name="buckets">How many buckets the window has, 1 or more.</param>
    public SlidingCounts(TimeSpan window, int buckets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window.Ticks, buckets);
        (_trials, _hits, _bucketTicks) = (new long[buckets], new long[buckets], window.Ticks / buckets);
    }

    /// <summary>Trials in the window, as of the last look at the clock.</summary>
    public long Trials { get; private set; }

    /// <summary>Hits in the window, as of the last look at the clock.</summary>
    public long Hits { get; private set; }

    /// <summary>Counts trials, and how many of them were hits.</summary>
    /// <param name="now">Time since any fixed moment; one that lies back counts as the newest known.</param>
    /// <param name="trials">0 or more.</param>
    /// <param name="hits">0 or more.</param>
    public void Add(TimeSpan now, long trials, long hits)
    {
        MoveTo(now);
        var slot = Slot(_newest);
        _trials[slot] += trials;
        _hits[slot] += hits;
        Trials += trials;
        Hits += hits;
    }

    /// <summary>Forgets what is older than the window.</summary>
    /// <param name="now">Time since the same moment.</param>
    public void MoveTo(TimeSpan now)
    {
        var bucket = now.Ticks / _bucketTicks;
        if (bucket <= _newest) return;
        if (_newest == long.MinValue || bucket - _newest >= _trials.Length)
        {
            Clear();
        }
        else
        {
            for (var old = _newest + 1; old <= bucket; old++) Forget(Slot(old));
        }
        _newest = bucket;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_trials);
        Array.Clear(_hits);
        (Trials, Hits) = (0, 0);
    }

    private void Forget(int slot)
    {
        Trials -= _trials[slot];
        Hits -= _hits[slot];
        (_trials[slot], _hits[slot]) = (0, 0);
    }

    private int Slot(long bucket) => (int)(bucket % _trials.Length);
}
