using Weir.Statistics;

namespace Weir.Gateway.Scheduling.Concurrency;

/// <summary>
/// Additive increase, multiplicative decrease (D.-M. Chiu and R. Jain, 1989): a tenth less after a refusal, but once per round
/// trip and not before the last cut is felt, since those that are under way together are refused together; one more for a limit's
/// worth of answers. What is cut is what was really under way: a limit that nobody has come near says nothing.
/// <para>
/// Refusals of an outage cut a limit down to nothing, and one by one it would take minutes to come back. So, as with TCP's slow
/// start, the limit grows by one for each answer up to the level at which the refusals began; and so it does after a minute
/// without any, which is longer than providers count their rates over: what was learnt before no longer holds.
/// </para>
/// <para>
/// Not every refusal is for having too much under way. A few are borne, and the limit is not cut below what the deployment has
/// shown that it takes, nor at all while less load has been found not to help (<see cref="RefusalEpisode"/>).
/// </para>
/// </summary>
internal sealed class LossPolicy : IConcurrencyPolicy
{
    /// <summary>What is left of the limit after a refusal.</summary>
    public const double Decrease = 0.9;

    /// <summary>
    /// The share of refusals that is borne. Each costs its call another try; a limit that is cut for each settles at the root of
    /// their rarity (M. Mathis et al., 1997), some 30 calls where one in a hundred is refused by chance, and has the others wait in line.
    /// </summary>
    public const double Borne = 0.05;

    /// <summary>After so long without a refusal nothing is known of the provider's limit any more.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AssumedRoundTrip = TimeSpan.FromSeconds(1);

    private readonly WeightedMean _roundTrip = WeightedMean.Over(100);
    private readonly WeightedMean _refused = WeightedMean.Over(100);
    private TimeSpan? _decreasedAt;
    private TimeSpan? _refusedAt;
    private double _known;
    private RefusalEpisode? _episode;
    private bool _isReturning;

    /// <inheritdoc/>
    public double Next(double limit, in SlotReport report)
    {
        if (report.FirstToken is { } first) _roundTrip.Add(first.TotalSeconds);
        if (report.Outcome == SlotOutcome.Untold) return limit;
        _refused.Add(report.Outcome == SlotOutcome.Answered ? 0 : 1);
        if (report.Outcome != SlotOutcome.Answered) return Lower(limit, report);
        _episode?.Note(report);
        return Raise(limit, report.Now);
    }

    private TimeSpan RoundTrip => _roundTrip.IsKnown ? TimeSpan.FromSeconds(_roundTrip.Value) : AssumedRoundTrip;

    /// <summary>Refusals that are no further apart belong together.</summary>
    private TimeSpan Calm => RoundTrip * 2 > AssumedRoundTrip ? RoundTrip * 2 : AssumedRoundTrip;

    private double Raise(double limit, TimeSpan now)
    {
        var calm = _refusedAt is { } at ? now - at : Quiet;
        _isReturning = calm >= Calm && calm < Quiet && limit < _known * Decrease;
        return limit + (_isReturning || calm >= Quiet || _episode is { IsPointless: true } ? 1 : 1 / limit);
    }

    private double Lower(double limit, in SlotReport report)
    {
        var underWay = Math.Min(limit, report.InFlight);
        var episode = EpisodeOf(underWay, report);
        episode.Note(report);
        (_isReturning, _refusedAt) = (false, report.Now);
        if (_refused.Value <= Borne || (episode.IsPointless && report.Outcome != SlotOutcome.Silent)) return limit;
        var isFelt = report.InFlight <= limit && !(report.Now - _decreasedAt < RoundTrip);
        if (!isFelt) return limit;
        _decreasedAt = report.Now;
        return Math.Max(underWay * Decrease, Math.Min(limit, episode.Takes));
    }

    /// <summary>The episode that a refusal belongs to, or begins.</summary>
    private RefusalEpisode EpisodeOf(double underWay, in SlotReport report)
    {
        var belongs = _episode is { IsPointless: true } ? Quiet : Calm;
        if (_episode is { } last && report.Now - _refusedAt < belongs && !(last.IsPointless && last.IsWorse)) return last;
        // Refused on the way back: the old level does not hold any more, and half of this one did.
        _known = _isReturning ? underWay / 2 : underWay;
        return _episode = new RefusalEpisode(report.Now, underWay, RoundTrip);
    }
}
