namespace Weir.Statistics;

/// <summary>What days to come will amount to together, from the days before them, with an interval that has 80 % of all ways in which they may go on.</summary>
/// <param name="Expected">The sum that is as likely exceeded as not.</param>
/// <param name="Low">One in ten ways stays below it; null where too few days are known to say.</param>
/// <param name="High">One in ten ways goes beyond it; null where too few days are known to say.</param>
public sealed record DailyForecast(double Expected, double? Low, double? High)
{
    /// <summary>With fewer days not even one of each weekday has been seen, and there is no interval.</summary>
    public const int FewestDays = 7;

    /// <summary>Older days tell more of what was than of what comes.</summary>
    public const int MostDays = 84;

    private const int Paths = 1_000;

    /// <summary>How fast the level may wander is not known: each of these has as many ways as it is likely, by how well it would have foretold each day from those before.</summary>
    private static readonly double[] Keeps = [0.95, 0.85, 0.7];

    /// <summary>Foretells the sum of days.</summary>
    /// <param name="days">Amounts of the days before, oldest first, none below 0; only the last <see cref="MostDays"/> count.</param>
    /// <param name="next">The weekday of the first day to come.</param>
    /// <param name="weights">How much of each day to come counts, 0 to 1: what is left of today, and 1 for each day after it.</param>
    /// <param name="draws">Numbers from 0 up to 1.</param>
    public static DailyForecast Of(IReadOnlyList<double> days, DayOfWeek next, IReadOnlyList<double> weights, Func<double> draws)
    {
        var known = days.Skip(days.Count - MostDays).ToArray();
        if (known.Sum() <= 0) return new DailyForecast(0, known.Length < FewestDays ? null : 0, known.Length < FewestDays ? null : 0);
        if (known.Length < FewestDays) return new DailyForecast(known.Average() * weights.Sum(), null, null);
        // A hundredth of an average day under every day keeps days without any from having no logarithm.
        var floor = known.Average() / 100;
        var models = Learned([.. known.Select(day => Math.Log(day + floor))], next);
        var sums = new double[Paths];
        Span<double> path = stackalloc double[weights.Count];
        for (var at = 0; at < Paths; at++)
        {
            Drawn(models, draws()).Sample(next, path, draws);
            for (var day = 0; day < path.Length; day++) sums[at] += Math.Max(0, Math.Exp(path[day]) - floor) * weights[day];
        }
        Array.Sort(sums);
        return new DailyForecast(sums[Paths / 2], sums[Paths / 10], sums[Paths - (Paths / 10)]);
    }

    /// <summary>The models after all days, and how likely each is, in sum 1.</summary>
    private static (WeekdayModel Model, double Share)[] Learned(double[] values, DayOfWeek next)
    {
        var start = values.Take(FewestDays).Average();
        var models = Keeps.Select(keep => Learned(new WeekdayModel(start, keep), values, next)).ToArray();
        var most = models.Max(model => model.Likelihood);
        var all = models.Sum(model => Math.Exp(model.Likelihood - most));
        return [.. models.Select(model => (model.Model, Math.Exp(model.Likelihood - most) / all))];
    }

    private static (WeekdayModel Model, double Likelihood) Learned(WeekdayModel model, double[] values, DayOfWeek next)
    {
        var likelihood = 0.0;
        for (var at = 0; at < values.Length; at++)
        {
            var weekday = (((int)next + at - values.Length) % 7 + 7) % 7;
            model.Add(values[at], (DayOfWeek)weekday);
            // The first week is spent on learning which day is which.
            if (at >= FewestDays) likelihood += model.LastLikelihood;
        }
        return (model, likelihood);
    }

    private static WeekdayModel Drawn((WeekdayModel Model, double Share)[] models, double draw)
    {
        foreach (var (model, share) in models)
            if ((draw -= share) < 0) return model;
        return models[^1].Model;
    }
}
