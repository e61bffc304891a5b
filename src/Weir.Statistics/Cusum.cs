namespace Weir.Statistics;

/// <summary>
/// A one-sided cumulative sum (Page 1954): adds up by how much standardised values are above what chance allows, and so finds a
/// rise that no single value proves. With the allowance and limit here values without a rise alarm once in some 15,000 (Siegmund).
/// </summary>
public sealed class Cusum
{
    /// <summary>Taken off each value: half the rise, in standard deviations, that is found soonest.</summary>
    public const double Allowance = 1;

    /// <summary>The sum above which there is a rise.</summary>
    public const double Limit = 4;

    /// <summary>What one value can count at most, so that none is an alarm alone but one of more than five standard deviations.</summary>
    public const double Most = 6;

    /// <summary>The sum; 0 when nothing is above what is usual.</summary>
    public double Sum { get; private set; }

    /// <summary>Whether there is a rise.</summary>
    public bool IsAlarm => Sum > Limit;

    /// <summary>Adds a value, in standard deviations above what was expected.</summary>
    public void Add(double deviation) => Sum = Math.Max(0, Sum + Math.Min(deviation, Most) - Allowance);

    /// <summary>Begins anew.</summary>
    public void Reset() => Sum = 0;
}
