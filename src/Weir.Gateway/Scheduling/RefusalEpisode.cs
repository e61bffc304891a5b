using Weir.Statistics;

namespace Weir.Gateway.Scheduling;

/// <summary>
/// A time in which a deployment refuses calls. Its beginning shows how many calls the deployment takes: the share of those under
/// way that it answers. Not every refusal is for having too much under way (there are quotas by the minute, and bad luck), and
/// where the share does not grow as less is under way, cutting further would only make calls wait for nothing.
/// </summary>
/// <param name="began">When.</param>
/// <param name="underWay">How many calls were under way then.</param>
/// <param name="measure">How long its beginning is: a round trip.</param>
internal sealed class RefusalEpisode(TimeSpan began, double underWay, TimeSpan measure)
{
    /// <summary>Below what was answered at the beginning there has to be room to find out more.</summary>
    private const double Slack = 0.9;

    /// <summary>A share of refusals that is so much larger than at the beginning is another trouble.</summary>
    private const double Worse = 0.2;

    private readonly WeightedMean _recent = WeightedMean.Over(50);
    private int _answered;
    private int _refused;

    /// <summary>How many calls were under way when it began.</summary>
    public double UnderWay => underWay;

    /// <summary>Takes note of a call.</summary>
    public void Note(TimeSpan now, bool isRefused)
    {
        _recent.Add(isRefused ? 1 : 0);
        if (now - began > measure) return;
        if (isRefused) _refused++;
        else _answered++;
    }

    /// <summary>How many calls the deployment takes at least; 0 while that is not known, or does not hold any more.</summary>
    public double TakesAt(TimeSpan now)
    {
        if (now - began <= measure || _answered == 0) return 0;
        var share = (double)_refused / (_answered + _refused);
        return _recent.Value > share + Worse ? 0 : underWay * (1 - share) * Slack;
    }
}
