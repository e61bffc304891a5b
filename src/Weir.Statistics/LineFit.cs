namespace Weir.Statistics;

/// <summary>
/// The line y = a + b·x that fits the points best by least squares, with older points fading. Made for durations over
/// lengths, so neither a nor b is ever below 0. Not safe for use by several threads.
/// </summary>
/// <param name="share">What a new point counts for, above 0 and below 1.</param>
public sealed class LineFit(double share)
{
    private double _weight;
    private double _x;
    private double _y;
    private double _xx;
    private double _xy;

    /// <summary>How many points were taken in.</summary>
    public long Count { get; private set; }

    /// <summary>Takes a point in.</summary>
    public void Add(double x, double y)
    {
        Count++;
        var keep = 1 - share;
        _weight = (_weight * keep) + 1;
        _x = (_x * keep) + x;
        _y = (_y * keep) + y;
        _xx = (_xx * keep) + (x * x);
        _xy = (_xy * keep) + (x * y);
    }

    /// <summary>What the line says at x.</summary>
    /// <returns>0 before the first point; the mean of y where all x are alike or y falls with x.</returns>
    public double At(double x)
    {
        if (_weight <= 0) return 0;
        var (meanX, meanY) = (_x / _weight, _y / _weight);
        var spread = (_xx / _weight) - (meanX * meanX);
        // Differences of large sums: a spread that is but rounding is none.
        if (spread <= 1e-9 * (1 + (meanX * meanX))) return meanY;
        var slope = ((_xy / _weight) - (meanX * meanY)) / spread;
        if (slope <= 0) return meanY;
        // A line that would begin below 0 is bent to begin there: y grows in proportion.
        var start = meanY - (slope * meanX);
        return start >= 0 ? start + (slope * x) : _xy / _xx * x;
    }
}
