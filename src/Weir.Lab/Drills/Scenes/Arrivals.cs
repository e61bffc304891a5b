using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Drills.Scenes;

/// <summary>
/// When calls are made. Decided before the first of them, whatever the answers take: a user does not ask less because the
/// answers are slow, and a load that waits for answers hides the very waits that are looked for (coordinated omission).
/// </summary>
internal static class Arrivals
{
    /// <summary>
    /// The shape of the gaps between a user's calls, which are Weibull-distributed: in bursts, with a deviation of 1.46 times
    /// the mean. Traces of real traffic have more of it, independent arrivals (shape 1) too little (ServeGen, NSDI 2026).
    /// </summary>
    private const double Shape = 0.7;

    /// <summary>The gamma function at 1 + 1/<see cref="Shape"/>: the mean of the distribution with scale 1.</summary>
    private const double MeanOfUnitScale = 1.265_823;

    /// <summary>The times of all calls, counted from the start, in order. The same seed gives the same times.</summary>
    public static IReadOnlyList<TimeSpan> Of(int users, TimeSpan gap, TimeSpan duration, ulong seed) =>
        [.. Enumerable.Range(0, users).SelectMany(user => OfOne(gap, duration, new SeededRandom(seed + ((ulong)user * 0x9E37_79B9)))).Order()];

    private static IEnumerable<TimeSpan> OfOne(TimeSpan gap, TimeSpan duration, SeededRandom random)
    {
        // Users were there before the scene begins: the first call comes anywhere within a gap.
        for (var at = gap * random.NextUnit(); at < duration; at += gap * (Math.Pow(-Math.Log(1 - random.NextUnit()), 1 / Shape) / MeanOfUnitScale))
            yield return at;
    }
}
