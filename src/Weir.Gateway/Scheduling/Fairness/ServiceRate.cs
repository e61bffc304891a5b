using Weir.Statistics;

namespace Weir.Gateway.Scheduling.Fairness;

/// <summary>How fast a line moves: what has been let through of late, in dollars, since the line began. Used by one thread at a time.</summary>
internal sealed class ServiceRate
{
    /// <summary>Over how long it is measured.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    /// <summary>A few that got through in a second may be few by chance.</summary>
    private const int Enough = 10;

    private static readonly TimeSpan ShortestMeasure = TimeSpan.FromSeconds(1);

    /// <summary>Sums are kept in whole billionths of a dollar.</summary>
    private const double Unit = 1e9;

    private readonly SlidingCounts _served = new(Window, 10);
    private TimeSpan _since;

    /// <summary>A line begins. Only under a queue is what gets through all that can.</summary>
    public void Begin(TimeSpan now)
    {
        _served.Clear();
        _since = now;
    }

    /// <summary>Somebody has got through.</summary>
    /// <param name="now">When.</param>
    /// <param name="cost">What it is expected to cost, in dollars.</param>
    public void Served(TimeSpan now, double cost) => _served.Add(now, 1, (long)(cost * Unit));

    /// <summary>Whether enough has got through for the rate to be relied on: whoever is refused for it cannot come to wait after all.</summary>
    public bool IsSure(TimeSpan now)
    {
        _served.MoveTo(now);
        return _served.Trials >= Enough || now - _since >= Window;
    }

    /// <summary>How long it takes until so much has got through; zero while the rate is unknown.</summary>
    public TimeSpan WaitFor(double cost, TimeSpan now)
    {
        _served.MoveTo(now);
        var measured = now - _since;
        if (measured < ShortestMeasure || _served.Hits == 0) return TimeSpan.Zero;
        var times = cost * Unit / _served.Hits;
        var window = measured < Window ? measured : Window;
        return times > TimeSpan.MaxValue / window ? TimeSpan.MaxValue : window * times;
    }
}
