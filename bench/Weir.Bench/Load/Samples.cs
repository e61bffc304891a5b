namespace Weir.Bench.Load;

/// <summary>Durations in nanoseconds, all of them kept: percentiles are exact.</summary>
internal sealed class Samples
{
    private long[] _values = new long[1 << 16];
    private bool _sorted;

    public int Count { get; private set; }

    public void Add(long nanoseconds)
    {
        if (Count == _values.Length) Array.Resize(ref _values, Count * 2);
        _values[Count++] = nanoseconds;
        _sorted = false;
    }

    /// <summary>In milliseconds; not a number when there are no samples.</summary>
    public double Percentile(double percent)
    {
        if (Count == 0) return double.NaN;
        if (!_sorted) Array.Sort(_values, 0, Count);
        _sorted = true;
        return _values[Math.Clamp((int)Math.Ceiling(Count * percent / 100) - 1, 0, Count - 1)] / 1e6;
    }
}
