namespace Weir.Statistics;

/// <summary>What is usual for an hour, on a logarithmic scale, where what doubles and what halves are equally far away.</summary>
/// <param name="Log">The logarithm of what is usual, and of the offset.</param>
/// <param name="Deviation">The standard deviation of the logarithm.</param>
/// <param name="Offset">What was added before the logarithm was taken.</param>
public readonly record struct Expectation(double Log, double Deviation, double Offset)
{
    /// <summary>What is usual, in the unit of the values.</summary>
    public double Usual => Math.Max(0, Math.Exp(Log) - Offset);

    /// <summary>How far a value is above what is usual, in standard deviations; below it is negative.</summary>
    public double DeviationOf(double value) => (Math.Log(value + Offset) - Log) / Deviation;
}
