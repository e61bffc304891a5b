namespace Weir.Statistics;

/// <summary>The middle of values, which a few wild ones do not move.</summary>
public static class Median
{
    /// <summary>The median; of an even number the mean of the two in the middle. Reorders the values.</summary>
    /// <param name="values">One or more.</param>
    public static double Of(Span<double> values)
    {
        values.Sort();
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /// <summary>
    /// The median distance from a centre, times 1.4826: for normally distributed values that is their standard deviation, and up
    /// to half of the values may be anything. Overwrites the values.
    /// </summary>
    public static double Spread(Span<double> values, double centre)
    {
        foreach (ref var value in values) value = Math.Abs(value - centre);
        return 1.4826 * Of(values);
    }
}
