namespace Weir.Statistics;

/// <summary>
/// An exponentially weighted mean: each new value counts for a fixed share, older ones for less and less. The first values
/// are averaged plainly, so that the very first one does not weigh for long. Not safe for use by several threads.
/// </summary>
/// <param name="share">What a new value counts for, above 0 and up to 1. Over N values: 2 / (N + 1).</param>
public sealed class WeightedMean(double share)
{
    private long _count;

    /// <summary>The mean; 0 before the first value.</summary>
    public double Value { get; private set; }

    /// <summary>Whether there was any value.</summary>
    public bool IsKnown => _count > 0;

    /// <summary>The mean over about so many values.</summary>
    public static WeightedMean Over(int values) => new(2.0 / (values + 1));

    /// <summary>Takes a value in.</summary>
    public void Add(double value)
    {
        _count++;
        Value += Math.Max(share, 1.0 / _count) * (value - Value);
    }

    /// <summary>Pulls the mean towards 0, where what it remembers has become misleading.</summary>
    /// <param name="factor">0 to 1.</param>
    public void Shrink(double factor) => Value *= factor;
}
