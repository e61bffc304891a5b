using Weir.Statistics;

namespace Weir.Gateway.Scheduling;

/// <summary>How fast a line moves: the rate at which slots have become free of late, since the line began. Used by one thread at a time.</summary>
internal sealed class ServiceRate
{
    /// <summary>Over how long it is measured.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortestMeasure = TimeSpan.FromSeconds(1);

    private readonly SlidingCounts _served = new(Window, 10);
    private TimeSpan _since;

    /// <summary>A line begins. Only under a queue is the rate of those that leave the rate that can be had.</summary>
    public void Begin(TimeSpan now)
    {
        _served.Clear();
        _since = now;
    }

    /// <summary>A slot has become free.</summary>
    public void Served(TimeSpan now) => _served.Add(now, 1, 0);

    /// <summary>How long so many and one more take to be served; zero while the rate is unknown.</summary>
    public TimeSpan WaitBehind(int count, TimeSpan now)
    {
        _served.MoveTo(now);
        var measured = now - _since;
        if (measured < ShortestMeasure || _served.Trials == 0) return TimeSpan.Zero;
        return (measured < Window ? measured : Window) * ((count + 1.0) / _served.Trials);
    }
}
