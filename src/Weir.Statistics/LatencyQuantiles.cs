namespace Weir.Statistics;

/// <summary>
/// Quantiles of durations, within 5 % of the true value, in a fixed 220 counters: a histogram whose buckets grow
/// geometrically, as in C. Masson, J. E. Rim and H. K. Lee, "DDSketch", VLDB 12 (2019). Old durations fade: after every
/// so many new ones all counts are halved. Not safe for use by several threads.
/// </summary>
/// <param name="memory">After how many durations the counts are halved, 16 or more; about twice as many are remembered.</param>
public sealed class LatencyQuantiles(int memory = 1_000)
{
    /// <summary>The most by which a quantile is off, as a share of it.</summary>
    public const double RelativeError = 0.05;

    // Durations of 0.1 ms to 4 days; what is outside counts as the nearest.
    private const double Shortest = 0.1;
    private const int Buckets = 220;
    private static readonly double Growth = Math.Log((1 + RelativeError) / (1 - RelativeError));

    private readonly double[] _counts = new double[Buckets];
    private int _sinceHalved;

    /// <summary>How many durations are remembered, faded ones in part.</summary>
    public double Count { get; private set; }

    /// <summary>Takes a duration in.</summary>
    public void Add(TimeSpan duration)
    {
        _counts[BucketOf(duration.TotalMilliseconds)]++;
        Count++;
        if (++_sinceHalved >= memory) Halve();
    }

    /// <summary>The duration that a share of all is no longer than.</summary>
    /// <param name="share">0 to 1; 0.95 asks for the 95th percentile.</param>
    /// <returns>Null before the first duration.</returns>
    public TimeSpan? Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (Count <= 0) return null;
        // Halved counts are exact in binary, so that the sum meets the total.
        var (rank, below, last) = (share * Count, 0.0, 0);
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            if (_counts[bucket] <= 0) continue;
            last = bucket;
            below += _counts[bucket];
            if (below >= rank) break;
        }
        // Between the bucket's bounds, as far from one as from the other in proportion.
        return TimeSpan.FromMilliseconds(Shortest * Math.Exp(last * Growth) * (1 - RelativeError));
    }

    private static int BucketOf(double milliseconds) =>
        milliseconds <= Shortest ? 0 : Math.Min(Buckets - 1, (int)Math.Ceiling(Math.Log(milliseconds / Shortest) / Growth));

    private void Halve()
    {
        _sinceHalved = 0;
        Count = 0;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            // What has faded to less than a thousandth of a duration is gone.
            _counts[bucket] = _counts[bucket] < 0.001 ? 0 : _counts[bucket] / 2;
            Count += _counts[bucket];
        }
    }
}
