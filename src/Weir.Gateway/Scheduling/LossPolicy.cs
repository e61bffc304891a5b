using Weir.Statistics;

namespace Weir.Gateway.Scheduling;

/// <summary>
/// Additive increase, multiplicative decrease (D.-M. Chiu and R. Jain, 1989): a tenth less after a refusal, but once per round
/// trip, since those that are under way together are refused together; one more for a limit's worth of answers. What is
/// cut is what was really under way: a limit that nobody has come near says nothing.
/// <para>
/// Refusals of an outage cut a limit down to nothing, and one by one it would take minutes to come back. So, as with TCP's slow
/// start, the limit grows by one for each answer up to the level at which the refusals began; and so it does after a minute
/// without any, which is longer than providers count their rates over: what was learnt before no longer holds. Nor is it cut
/// below what the deployment has shown that it takes (<see cref="RefusalEpisode"/>).
/// </para>
/// </summary>
internal sealed class LossPolicy : IConcurrencyPolicy
{
    /// <summary>What is left of the limit after a refusal.</summary>
    public const double Decrease = 0.9;

    /// <summary>After so long without a refusal nothing is known of the provider's limit any more.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AssumedRoundTrip = TimeSpan.FromSeconds(1);

    private readonly WeightedMean _roundTrip = WeightedMean.Over(100);
    private TimeSpan? _decreasedAt;
    private TimeSpan? _refusedAt;
    private double _known;
    private RefusalEpisode? _episode;
    private bool _isReturning;

    /// <inheritdoc/>
    public double Next(double limit, in SlotReport report)
    {
        if (report.FirstToken is { } first) _roundTrip.Add(first.TotalSeconds);
        if (report.Outcome == SlotOutcome.Answered) _episode?.Note(report.Now, isRefused: false);
        return report.Outcome switch
        {
            SlotOutcome.Overloaded => Lower(limit, report),
            SlotOutcome.Answered => Raise(limit, report.Now),
            _ => limit,
        };
    }

    private TimeSpan RoundTrip => _roundTrip.IsKnown ? TimeSpan.FromSeconds(_roundTrip.Value) : AssumedRoundTrip;

    /// <summary>Refusals that are no further apart belong together.</summary>
    private TimeSpan Calm => RoundTrip * 2 > AssumedRoundTrip ? RoundTrip * 2 : AssumedRoundTrip;

    private double Raise(double limit, TimeSpan now)
    {
        var calm = _refusedAt is { } at ? now - at : Quiet;
        _isReturning = calm >= Calm && calm < Quiet && limit < _known * Decrease;
        return limit + (_isReturning || calm >= Quiet ? 1 : 1 / limit);
    }

    private double Lower(double limit, in SlotReport report)
    {
        var underWay = Math.Min(limit, report.InFlight);
        // Refused on the way back: the old level does not hold any more, and half of this one did.
        var isNew = _episode is null || _refusedAt is not { } before || report.Now - before >= Calm;
        if (_isReturning) _known = underWay / 2;
        else if (isNew) _known = underWay;
        if (isNew) _episode = new RefusalEpisode(report.Now, underWay, RoundTrip);
        _episode!.Note(report.Now, isRefused: true);
        (_isReturning, _refusedAt) = (false, report.Now);
        if (_decreasedAt is { } at && report.Now - at < RoundTrip) return limit;
        _decreasedAt = report.Now;
        return Math.Max(underWay * Decrease, Math.Min(limit, _episode.TakesAt(report.Now)));
    }
}
