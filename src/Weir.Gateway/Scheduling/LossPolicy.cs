using Weir.Statistics;

namespace Weir.Gateway.Scheduling;

/// <summary>
/// Additive increase, multiplicative decrease (D.-M. Chiu and R. Jain, 1989): a tenth less after a refusal, but once per round
/// trip, since those that are under way together are refused together; one more for a limit's worth of answers. What is
/// cut is what was really under way: a limit that nobody has come near says nothing. A minute without a refusal is longer
/// than providers count their rates over, so what was learnt before it no longer holds: then the limit grows by one for each answer.
/// </summary>
internal sealed class LossPolicy : IConcurrencyPolicy
{
    /// <summary>What is left of the limit after a refusal.</summary>
    public const double Decrease = 0.9;

    /// <summary>After so long without a refusal the limit grows fast.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AssumedRoundTrip = TimeSpan.FromSeconds(1);

    private readonly WeightedMean _roundTrip = WeightedMean.Over(100);
    private TimeSpan? _decreasedAt;
    private TimeSpan? _refusedAt;

    /// <inheritdoc/>
    public double Next(double limit, in SlotReport report)
    {
        if (report.FirstToken is { } first) _roundTrip.Add(first.TotalSeconds);
        return report.Outcome switch
        {
            SlotOutcome.Overloaded => Lower(limit, report),
            SlotOutcome.Answered => limit + (_refusedAt is { } at && report.Now - at < Quiet ? 1 / limit : 1),
            _ => limit,
        };
    }

    private double Lower(double limit, in SlotReport report)
    {
        _refusedAt = report.Now;
        var roundTrip = _roundTrip.IsKnown ? TimeSpan.FromSeconds(_roundTrip.Value) : AssumedRoundTrip;
        if (_decreasedAt is { } at && report.Now - at < roundTrip) return limit;
        _decreasedAt = report.Now;
        return Math.Min(limit, report.InFlight) * Decrease;
    }
}
