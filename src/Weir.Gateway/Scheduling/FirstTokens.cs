using Weir.Statistics;

namespace Weir.Gateway.Scheduling;

/// <summary>How soon a deployment's first tokens come of late. Used by one thread at a time.</summary>
internal sealed class FirstTokens
{
    private const double Deviations = 3;

    private readonly WeightedMean _mean = WeightedMean.Over(50);
    private readonly WeightedMean _deviation = WeightedMean.Over(50);

    /// <summary>The mean; zero while nothing is known.</summary>
    public TimeSpan Usual => TimeSpan.FromSeconds(_mean.Value);

    /// <summary>What hardly any is later than: the mean and three times its mean deviation.</summary>
    public TimeSpan Late => TimeSpan.FromSeconds(_mean.Value + (Deviations * _deviation.Value));

    public void Add(TimeSpan first)
    {
        _mean.Add(first.TotalSeconds);
        _deviation.Add(Math.Abs(first.TotalSeconds - _mean.Value));
    }
}
