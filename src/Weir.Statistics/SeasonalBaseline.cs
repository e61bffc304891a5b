namespace Weir.Statistics;

/// <summary>
/// What is usual for an hour of something that follows the day and the week: the median of the same hour and its neighbours over
/// three weeks, working days and weekends apart, moved by how far the last week was from that (so that growth is no alarm). How
/// far values stray is said by median absolute deviations from it. Medians, so that an incident of hours moves neither.
/// </summary>
/// <param name="offset">Added to values before logarithms are taken: what is far below it does not matter.</param>
public sealed class SeasonalBaseline(double offset)
{
    /// <summary>Days that are looked back at.</summary>
    public const int Days = 21;

    /// <summary>Values that stray less are taken to stray this much: five percent are nobody's concern.</summary>
    public const double LeastDeviation = 0.05;

    /// <summary>Fewest values that a median is taken of: those of two days of the weekend.</summary>
    private const int Fewest = 6;

    /// <summary>Fewest distances that a deviation is taken of: two days. Until then a value strays by a factor of e.</summary>
    private const int FewestDistances = 48;

    /// <summary>Hours before and after the same time of a day whose straying counts for it: nights, with few calls, stray more than days.</summary>
    private const int Near = 3;

    /// <summary>An hour strays at least by this part of what the week does.</summary>
    private const double LeastOfWeek = 0.7;

    /// <summary>The most that the straying is raised for lasting longer than an hour.</summary>
    private const double MostLasting = 1.5;

    private readonly float[] _distances = NotKnown();

    /// <summary>The hours that it looks at.</summary>
    public HourlySeries Series { get; } = new();

    /// <summary>What is usual for an hour after the last one; null while too little is known.</summary>
    /// <param name="hour">At most an hour after the series' last.</param>
    /// <param name="zone">Hours that the clock of those who spend is ahead of UTC.</param>
    public Expectation? Expect(long hour, int zone = 0)
    {
        if (MedianFor(hour, zone) is not { } median) return null;
        Span<double> distances = stackalloc double[HourlySeries.Hours];
        var week = Distances(hour - (7 * 24), hour, distances);
        if (week.Length < FewestDistances) return new Expectation(median, 1, offset);
        var moved = Median.Of(week);
        var least = Math.Max(LeastDeviation, LeastOfWeek * Median.Spread(week, moved));
        var deviation = Math.Max(least, Spread(NearDistances(hour, distances)) * Lasting(hour, distances));
        return new Expectation(median + moved, deviation, offset);
    }

    /// <summary>Adds an hour; hours in between are zeros.</summary>
    /// <param name="hour">Later than the series' last.</param>
    /// <param name="value">Zero or more.</param>
    /// <param name="isUnusual">Whether it is to be left out of what counts as usual.</param>
    /// <param name="zone">As for <see cref="Expect"/>.</param>
    public void Add(long hour, double value, bool isUnusual = false, int zone = 0)
    {
        for (var gap = Math.Max(Series.Last + 1, hour - HourlySeries.Hours); gap < hour && Series.Last >= 0; gap++) AddOne(gap, 0, isUnusual: false, zone);
        AddOne(hour, value, isUnusual, zone);
    }

    private void AddOne(long hour, double value, bool isUnusual, int zone)
    {
        _distances[Slot(hour)] = MedianFor(hour, zone) is { } median ? (float)(Math.Log(value + offset) - median) : float.NaN;
        Series.Add(hour, value, isUnusual);
    }

    /// <summary>The median of the same hour and its neighbours on days of the same kind; null when they are too few.</summary>
    private double? MedianFor(long hour, int zone)
    {
        Span<double> values = stackalloc double[Days * 3];
        var count = 0;
        var isWeekend = IsWeekend(hour + zone);
        for (var day = 1; day <= Days; day++)
        {
            var same = hour - (day * 24);
            if (IsWeekend(same + zone) != isWeekend) continue;
            for (var at = same - 1; at <= same + 1; at++)
                if (Series.UsualAt(at) is { } value) values[count++] = Math.Log(value + offset);
        }
        return count < Fewest ? null : Median.Of(values[..count]);
    }

    /// <summary>
    /// By how much more values stray that are added up than such that have nothing to do with each other: where an hour that is
    /// above what is usual is followed by another one, sums stray more, and a cumulative sum would alarm without a cause.
    /// </summary>
    private double Lasting(long hour, Span<double> into)
    {
        var alone = Spread(Distances(hour - (Days * 24), hour, into));
        var count = 0;
        for (var at = hour - (Days * 24); at < hour; at++)
            if (Distance(at - 1) is { } before && Distance(at) is { } distance) into[count++] = (before + distance) / Math.Sqrt(2);
        return count == 0 || alone <= 0 ? 1 : Math.Clamp(Spread(into[..count]) / alone, 1, MostLasting);
    }

    /// <summary>The distances of hours at about the same time of the day.</summary>
    private Span<double> NearDistances(long hour, Span<double> into)
    {
        var count = 0;
        for (var day = 0; day < Days; day++)
            count += Distances(hour - (day * 24) - Near, Math.Min(hour, hour - (day * 24) + Near + 1), into[count..]).Length;
        return into[..count];
    }

    private Span<double> Distances(long from, long to, Span<double> into)
    {
        var count = 0;
        for (var at = from; at < to; at++)
            if (Distance(at) is { } distance) into[count++] = distance;
        return into[..count];
    }

    /// <summary>How far an hour was from what was the median then; null where that is not known or not usual.</summary>
    private double? Distance(long hour) => Series.UsualAt(hour) is not null && _distances[Slot(hour)] is var distance && !float.IsNaN(distance) ? distance : null;

    private static double Spread(Span<double> values) => values.IsEmpty ? 0 : Median.Spread(values, Median.Of(values));

    /// <summary>The Unix epoch began on a Thursday.</summary>
    private static bool IsWeekend(long hour) => ((hour / 24) + 4) % 7 is 0 or 6;

    private static int Slot(long hour) => (int)(hour % HourlySeries.Hours);

    private static float[] NotKnown()
    {
        var distances = new float[HourlySeries.Hours];
        Array.Fill(distances, float.NaN);
        return distances;
    }
}
