namespace Weir.Statistics;

/// <summary>Whether two counted shares differ by more than chance: the pooled z-test of two proportions.</summary>
public static class TwoProportions
{
    /// <summary>By how many standard deviations the first share is above the second, if both were the same in truth.</summary>
    /// <param name="hits">How many of the first's trials.</param>
    /// <param name="trials">The first's trials.</param>
    /// <param name="otherHits">How many of the second's trials.</param>
    /// <param name="otherTrials">The second's trials.</param>
    /// <returns>0 where there is nothing to compare: no trials on a side, or all of them alike.</returns>
    public static double Z(long hits, long trials, long otherHits, long otherTrials)
    {
        if (trials <= 0 || otherTrials <= 0) return 0;
        var pooled = (double)(hits + otherHits) / (trials + otherTrials);
        var deviation = Math.Sqrt(pooled * (1 - pooled) * ((1.0 / trials) + (1.0 / otherTrials)));
        return deviation > 0 ? (((double)hits / trials) - ((double)otherHits / otherTrials)) / deviation : 0;
    }
}
