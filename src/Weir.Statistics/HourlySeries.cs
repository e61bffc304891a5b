namespace Weir.Statistics;

/// <summary>The last three weeks of something that is counted by the hour. Hours are numbered from the Unix epoch, in UTC.</summary>
public sealed class HourlySeries
{
    /// <summary>How many hours are kept: three weeks, and a day so that an hour's neighbours are there too.</summary>
    public const int Hours = 22 * 24;

    // A float is exact to seven digits: enough for what is usual, and half the memory. Money is added up elsewhere.
    private readonly float[] _values = new float[Hours];
    private readonly bool[] _isUnusual = new bool[Hours];

    /// <summary>The first hour that was ever added; hours before it are not known, and are no zeros.</summary>
    public long First { get; private set; } = -1;

    /// <summary>The last hour that was added; -1 when there is none.</summary>
    public long Last { get; private set; } = -1;

    /// <summary>Adds an hour; hours in between are zeros.</summary>
    /// <param name="hour">Later than <see cref="Last"/>.</param>
    /// <param name="value">Zero or more.</param>
    /// <param name="isUnusual">Whether it is to be left out of what counts as usual.</param>
    public void Add(long hour, double value, bool isUnusual = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(hour, Last);
        if (First < 0) First = hour;
        for (var gap = Math.Max(Last + 1, hour - Hours + 1); gap < hour && Last >= 0; gap++) Set(gap, 0, isUnusual: false);
        Set(hour, value, isUnusual);
        Last = hour;
    }

    /// <summary>Takes hours for usual that were not.</summary>
    public void Accept() => Array.Clear(_isUnusual);

    /// <summary>An hour's value, or null where it is not known or not kept any more.</summary>
    public double? At(long hour) => Has(hour) ? _values[hour % Hours] : null;

    /// <summary>An hour's value, or null where it is not known or not usual.</summary>
    public double? UsualAt(long hour) => Has(hour) && !_isUnusual[hour % Hours] ? _values[hour % Hours] : null;

    /// <summary>The share of known hours whose value is above something; 0 when none is known.</summary>
    public double ShareAbove(double value)
    {
        var (above, known) = (0, 0);
        for (var hour = Math.Max(First, Last - Hours + 1); hour <= Last && First >= 0; hour++, known++)
            if (_values[hour % Hours] > value) above++;
        return known == 0 ? 0 : (double)above / known;
    }

    /// <summary>The highest value; 0 when none is known.</summary>
    public double Highest() => Highest(isUsual: false);

    /// <summary>The highest value of hours that are usual; 0 when none is known.</summary>
    public double HighestUsual() => Highest(isUsual: true);

    private double Highest(bool isUsual)
    {
        var highest = 0f;
        for (var hour = Math.Max(First, Last - Hours + 1); hour <= Last && First >= 0; hour++)
            if (!isUsual || !_isUnusual[hour % Hours]) highest = Math.Max(highest, _values[hour % Hours]);
        return highest;
    }

    private bool Has(long hour) => First >= 0 && hour >= First && hour <= Last && hour > Last - Hours;

    private void Set(long hour, double value, bool isUnusual) => (_values[hour % Hours], _isUnusual[hour % Hours]) = ((float)value, isUnusual);
}
