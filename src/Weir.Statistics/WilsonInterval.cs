namespace Weir.Statistics;

/// <summary>
/// How sure one may be of a share that was counted: the score interval of E. B. Wilson, "Probable Inference, the Law of
/// Succession, and Statistical Inference", JASA 22 (1927). Unlike the usual normal interval it holds for a handful of
/// trials, and for shares near 0 and 1.
/// </summary>
public static class WilsonInterval
{
    /// <summary>Of a 95 % interval: 2.5 % of the normal distribution lie beyond it on either side.</summary>
    public const double Z95 = 1.959964;

    /// <summary>The share that is at least this much.</summary>
    /// <param name="hits">How many of the trials, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">0 or more.</param>
    /// <param name="z">How sure, in standard deviations.</param>
    /// <returns>0 to 1; 0 without trials.</returns>
    public static double Lower(long hits, long trials, double z = Z95) => Bound(hits, trials, z, -1);

    /// <summary>The share that is at most this much.</summary>
    /// <param name="hits">How many of the trials, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">0 or more.</param>
    /// <param name="z">How sure, in standard deviations.</param>
    /// <returns>0 to 1; 1 without trials.</returns>
    public static double Upper(long hits, long trials, double z = Z95) => Bound(hits, trials, z, 1);

    private static double Bound(long hits, long trials, double z, int side)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, trials);
        if (trials == 0) return side < 0 ? 0 : 1;
        var share = (double)hits / trials;
        var squared = z * z;
        var middle = share + (squared / (2 * trials));
        var reach = z * Math.Sqrt((share * (1 - share) / trials) + (squared / (4.0 * trials * trials)));
        return Math.Clamp((middle + (side * reach)) / (1 + (squared / trials)), 0, 1);
    }
}
