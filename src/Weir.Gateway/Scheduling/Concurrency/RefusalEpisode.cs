using Weir.Statistics;

namespace Weir.Gateway.Scheduling.Concurrency;

/// <summary>
/// A time in which a deployment refuses calls. Its beginning shows how many calls the deployment takes: the share of those under
/// way that it answers. With so many under way nothing is refused any more, if it was for having too much under way. Where the
/// same share is refused all the same (a quota by the minute that others use too, a provider that is short of capacity, bad luck),
/// cutting would only make calls wait for nothing. Used by one thread at a time.
/// </summary>
/// <param name="began">When.</param>
/// <param name="underWay">How many calls were under way then.</param>
/// <param name="roundTrip">Its beginning is no shorter.</param>
internal sealed class RefusalEpisode(TimeSpan began, double underWay, TimeSpan roundTrip)
{
    /// <summary>Fewer calls tell nothing of a share.</summary>
    private const int Enough = 50;

    /// <summary>Below what was answered at the beginning there has to be room to find out more.</summary>
    private const double Slack = 0.9;

    /// <summary>A share of refusals that is so much larger than at the beginning is another trouble.</summary>
    private const double Worse = 0.2;

    /// <summary>Whoever refuses more than this is in such trouble that it is spared, whether or not that helps at once.</summary>
    private const double MostPointless = 0.5;

    private readonly WeightedMean _recent = WeightedMean.Over(2 * Enough);
    private readonly WeightedMean _withLess = WeightedMean.Over(Enough);
    private int _calls;
    private int _refused;
    private int _callsWithLess;
    private bool _isMeasured;

    /// <summary>How many calls the deployment takes at least; 0 while that is not known, or does not hold any more.</summary>
    public double Takes => _isMeasured && !IsWorse ? underWay * (1 - Share) * Slack : 0;

    /// <summary>Whether having fewer calls under way has been found not to help.</summary>
    public bool IsPointless { get; private set; }

    /// <summary>Whether far more is refused than at the beginning.</summary>
    public bool IsWorse => _isMeasured && _recent.Value > Share + Worse;

    /// <summary>Takes note of a call that was answered or was not.</summary>
    public void Note(in SlotReport report)
    {
        var isRefused = report.Outcome != SlotOutcome.Answered;
        _recent.Add(isRefused ? 1 : 0);
        if (!_isMeasured)
        {
            _calls++;
            if (isRefused) _refused++;
            _isMeasured = _calls >= Enough && report.Now - began > roundTrip;
            return;
        }
        if (report.InFlight > underWay * (1 - Share)) return;
        // Silence is what a queue looks like that will be shorter with less.
        _withLess.Add(report.Outcome == SlotOutcome.Overloaded ? 1 : 0);
        _callsWithLess++;
        IsPointless |= _callsWithLess >= Enough && Share < MostPointless && _withLess.Value > Share / 2;
    }

    private double Share => (double)_refused / _calls;
}
