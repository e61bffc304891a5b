namespace Weir.Statistics;

/// <summary>
/// Learns a daily series that has a level, a slow drift and a rhythm of the week, one day after the other: a dynamic linear model
/// with a variance that is learned too, as in M. West and J. Harrison, "Bayesian Forecasting and Dynamic Models", 2nd ed. (1997),
/// chapters 4 and 6. Days are logarithms, so that all effects are factors. Not safe for use by several threads.
/// </summary>
internal sealed class WeekdayModel
{
    private const int Level = 0;
    private const int Drift = 1;
    private const int FirstWeekday = 2;

    /// <summary>Level, drift and six weekdays; the seventh is what is left, since all together are no effect.</summary>
    private const int Size = 8;

    // What is thought before the first day: noise of 10 %, a drift of 1 % a day, weekdays that differ by half.
    private const double FirstVariance = 0.01;
    private const double FirstDrift = 0.01;
    private const double FirstEffect = 0.5;
    private const double FirstDegrees = 2;

    private readonly double _keep;
    private readonly double[] _mean = new double[Size];
    private readonly double[,] _spread = new double[Size, Size];
    private double _variance = FirstVariance;
    private double _degrees = FirstDegrees;
    private double _wander;

    /// <param name="start">About where the level is.</param>
    /// <param name="keep">How much of what is known of the level a day leaves, above 0 up to 1: less lets it wander.</param>
    public WeekdayModel(double start, double keep)
    {
        _keep = keep;
        _mean[Level] = start;
        _spread[Level, Level] = 1;
        _spread[Drift, Drift] = FirstDrift * FirstDrift;
        for (var day = FirstWeekday; day < Size; day++) _spread[day, day] = FirstEffect * FirstEffect;
    }

    /// <summary>The logarithm of how likely the last day was, before it was seen.</summary>
    public double LastLikelihood { get; private set; }

    /// <summary>Takes the next day in.</summary>
    /// <param name="value">The logarithm of its amount.</param>
    /// <param name="weekday">Which day of the week it is.</param>
    public void Add(double value, DayOfWeek weekday)
    {
        Step(_mean);
        StepSpread();
        var effects = EffectsOf(weekday);
        var gain = new double[Size];
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < Size; j++) gain[i] += _spread[i, j] * effects[j];
        var width = Dot(gain, effects) + _variance;
        var error = value - Dot(_mean, effects);
        LastLikelihood = LogDensity(error, width);
        Learn(gain, width, error);
    }

    /// <summary>One way in which the series may go on.</summary>
    /// <param name="weekday">The first day.</param>
    /// <param name="into">Where the logarithms of the days' amounts go.</param>
    /// <param name="draws">Numbers from 0 up to 1.</param>
    public void Sample(DayOfWeek weekday, Span<double> into, Func<double> draws)
    {
        // A variance that is itself only known from so many days makes tails heavier: Student's instead of the normal distribution.
        var scale = Math.Sqrt(_degrees / ChiSquared(draws));
        var root = Root(_spread);
        var state = (double[])_mean.Clone();
        for (var j = 0; j < Size; j++)
        {
            var drawn = Normal(draws) * scale;
            for (var i = j; i < Size; i++) state[i] += root[i, j] * drawn;
        }
        for (var day = 0; day < into.Length; day++)
        {
            Step(state);
            state[Level] += Math.Sqrt(_wander) * Normal(draws) * scale;
            into[day] = Dot(state, EffectsOf((DayOfWeek)(((int)weekday + day) % 7))) + (Math.Sqrt(_variance) * Normal(draws) * scale);
        }
    }

    /// <summary>A day goes by: the level moves by the drift.</summary>
    private static void Step(double[] state) => state[Level] += state[Drift];

    private void StepSpread()
    {
        for (var i = 0; i < Size; i++) _spread[Level, i] += _spread[Drift, i];
        for (var i = 0; i < Size; i++) _spread[i, Level] += _spread[i, Drift];
        _wander = _spread[Level, Level] * ((1 / _keep) - 1);
        _spread[Level, Level] += _wander;
    }

    private void Learn(double[] gain, double width, double error)
    {
        var before = _variance;
        _degrees++;
        _variance += _variance / _degrees * ((error * error / width) - 1);
        for (var i = 0; i < Size; i++) _mean[i] += gain[i] / width * error;
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < Size; j++) _spread[i, j] = _variance / before * (_spread[i, j] - (gain[i] * gain[j] / width));
    }

    /// <summary>Student's density, but for a factor that is the same for all models that have seen as many days.</summary>
    private double LogDensity(double error, double width) =>
        (-0.5 * Math.Log(width)) - ((_degrees + 1) / 2 * Math.Log(1 + (error * error / (_degrees * width))));

    private static double[] EffectsOf(DayOfWeek weekday)
    {
        var effects = new double[Size];
        effects[Level] = 1;
        if (weekday == DayOfWeek.Saturday) Array.Fill(effects, -1, FirstWeekday, Size - FirstWeekday);
        else effects[FirstWeekday + (int)weekday] = 1;
        return effects;
    }

    private static double Dot(double[] one, double[] other)
    {
        var sum = 0.0;
        for (var i = 0; i < Size; i++) sum += one[i] * other[i];
        return sum;
    }

    /// <summary>The lower triangle whose product with itself is the matrix (Cholesky's).</summary>
    private static double[,] Root(double[,] matrix)
    {
        var root = new double[Size, Size];
        for (var i = 0; i < Size; i++)
            for (var j = 0; j <= i; j++)
            {
                var left = matrix[i, j];
                for (var k = 0; k < j; k++) left -= root[i, k] * root[j, k];
                if (i == j) root[i, i] = Math.Sqrt(Math.Max(left, 0));
                else if (root[j, j] > 0) root[i, j] = left / root[j, j];
            }
        return root;
    }

    /// <summary>A draw of the normal distribution (G. E. P. Box and M. E. Muller, 1958).</summary>
    private static double Normal(Func<double> draws) => Math.Sqrt(-2 * Math.Log(1 - draws())) * Math.Cos(2 * Math.PI * draws());

    private double ChiSquared(Func<double> draws)
    {
        var sum = 0.0;
        for (var degree = 0; degree < (int)_degrees; degree++)
        {
            var drawn = Normal(draws);
            sum += drawn * drawn;
        }
        return Math.Max(sum, 1e-9);
    }
}
