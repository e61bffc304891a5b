using Weir.Statistics;

namespace Weir.Gateway.Scheduling.Concurrency;

/// <summary>
/// Gradient2 of Netflix's concurrency-limits, on the time until the first token for the length of the request. The total time
/// would do for web pages; of a model it says how long the answer was. What an idle server needs is a line over the
/// tokens of the request, found by least squares; a first token that comes later than this line and than usual means that
/// requests queue up inside the server.
/// <para>
/// What is usual follows the load, so that alone the limit would creep up under a load that never ends (measured: past 1,000
/// at a server with 32 slots). The line of the idle server is what holds it: twice as much is the most that counts as usual.
/// A server that becomes slower for good is known to be so once it has been idle again.
/// </para>
/// </summary>
internal sealed class LatencyPolicy : IConcurrencyPolicy
{
    /// <summary>So much later than usual is no sign of load.</summary>
    public const double Tolerance = 1.5;

    /// <summary>The most that counts as usual, in times of what an idle server needs.</summary>
    public const double MostUsual = 2;

    private const double Smoothing = 0.2;
    private const double SteepestDecrease = 0.5;
    private const int QueueInside = 4;
    private const int FewestIdle = 20;

    private readonly LineFit _idle = new(0.005);
    private readonly WeightedMean _usual = WeightedMean.Over(600);

    // Netflix takes the mean of a window of a second; some are needed, since first tokens scatter.
    private readonly WeightedMean _recent = WeightedMean.Over(10);

    /// <inheritdoc/>
    public double Next(double limit, in SlotReport report)
    {
        if (report.Outcome is SlotOutcome.Overloaded or SlotOutcome.Silent) return limit * LossPolicy.Decrease;
        if (report.Outcome != SlotOutcome.Answered || report.FirstToken is not { } first) return limit;

        // Before there are enough idle ones all have to do: the comparison with what is usual makes up for it.
        var isIdle = report.InFlight <= Math.Max(1, limit / 4);
        if (isIdle || _idle.Count < FewestIdle) _idle.Add(report.InputTokens, first.TotalSeconds);
        var expected = _idle.At(report.InputTokens);
        if (expected <= 0) return limit;
        _recent.Add(first.TotalSeconds / expected);
        _usual.Add(first.TotalSeconds / expected);
        // After a long overload what is usual is far too high, and would hide the next one.
        if (_usual.Value > 2 * _recent.Value) _usual.Shrink(0.95);
        if (report.InFlight < limit / 2) return limit;
        var gradient = Math.Clamp(Tolerance * Math.Min(_usual.Value, MostUsual) / _recent.Value, SteepestDecrease, 1);
        return (limit * (1 - Smoothing)) + (Smoothing * ((limit * gradient) + QueueInside));
    }
}
