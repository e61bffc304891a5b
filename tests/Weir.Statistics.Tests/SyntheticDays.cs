namespace Weir.Statistics.Tests;

/// <summary>Series of daily spend as products have them: a rhythm of the week, and whatever else makes days differ.</summary>
internal sealed class SyntheticDays(Random random)
{
    private static readonly double[] Weekdays = [0.3, 1, 1.05, 1.1, 1.05, 0.95, 0.35];

    /// <summary>A kind of series, the first day a Sunday.</summary>
    public double[] Of(string kind, int days)
    {
        var (series, level) = (new double[days], 50.0);
        for (var day = 0; day < days; day++)
        {
            level *= kind switch { "growing" => 1.008, "wandering" => Math.Exp(0.04 * Normal()), _ => 1 };
            var rhythm = kind == "flat" ? 1 : Weekdays[day % 7];
            series[day] = level * rhythm * Math.Exp(Noise(kind) * (kind == "heavy-tailed" ? Heavy() : Normal()));
        }
        return series;
    }

    private static double Noise(string kind) => kind switch { "flat" => 0.3, "calm" => 0.03, "heavy-tailed" => 0.12, _ => 0.15 };

    /// <summary>Student's distribution with three degrees of freedom: a day now and then is far off.</summary>
    private double Heavy() => Normal() / Math.Sqrt((Squared() + Squared() + Squared()) / 3);

    private double Squared() => Math.Pow(Normal(), 2);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
