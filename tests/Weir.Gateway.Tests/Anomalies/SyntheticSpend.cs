namespace Weir.Gateway.Tests.Anomalies;

/// <summary>
/// Somebody's spending by the hour, as it might be: by day and night, less on weekends, growing, with noise that lasts for an
/// hour or two, and in calls of a certain price, so that small ones are rough.
/// </summary>
internal sealed class SyntheticSpend
{
    private readonly Random _random;
    private readonly double _level;
    private readonly double _day;
    private readonly double _weekend;
    private readonly double _growth;
    private readonly double _noise;
    private readonly double _price;
    private double _strayed;

    /// <param name="seed">Another seed, another subject.</param>
    /// <param name="noise">Standard deviation of the logarithm, an hour at a time.</param>
    public SyntheticSpend(int seed, double noise)
    {
        _random = new Random(seed);
        _noise = noise;
        _level = 3 * Math.Exp(_random.NextDouble() * 4);
        _day = 0.2 + (0.6 * _random.NextDouble());
        _weekend = 0.3 + (0.7 * _random.NextDouble());
        _growth = 0.04 * _random.NextDouble();
        _price = _level / (200 + (2_000 * _random.NextDouble()));
    }

    /// <summary>What is spent in an hour.</summary>
    /// <param name="hour">Numbered from the Unix epoch; one after the other.</param>
    /// <param name="times">How many times what it would be.</param>
    public double At(long hour, double times = 1)
    {
        _strayed = (0.3 * _strayed) + (Math.Sqrt(1 - (0.3 * 0.3)) * Normal());
        var day = 1 + (_day * Math.Cos(2 * Math.PI * (hour % 24 - 14) / 24));
        var week = ((hour / 24) + 4) % 7 is 0 or 6 ? _weekend : 1;
        var growth = Math.Pow(1 + _growth, (hour - Start) / 168.0);
        var expected = times * _level * day * week * growth * Math.Exp(_noise * _strayed) / _price;
        // Calls come by themselves: their number strays by its root.
        return _price * Math.Max(0, Math.Round(expected + (Math.Sqrt(expected) * Normal())));
    }

    /// <summary>A Monday.</summary>
    public const long Start = 20_500L * 24;

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
