namespace Weir.Gateway.Health;

/// <summary>
/// How long an open circuit lets nothing through. Pauses double from five seconds, but never beyond a quarter of the time for
/// which the deployment has been failing (or 20 seconds, if that is more): whatever comes back after a minute is asked
/// again within half a minute, and only what is down for long is asked seldom.
/// </summary>
/// <param name="random">Draws between 0 and 1.</param>
internal sealed class CircuitPause(Func<double> random)
{
    /// <summary>The first pause, before jitter.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause, before jitter.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>By how much a pause is longer or shorter than it would be, at most, as a share of it.</summary>
    public const double Jitter = 0.1;

    /// <summary>For each such time of health one doubling is forgotten.</summary>
    public static readonly TimeSpan Healing = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShortOutage = TimeSpan.FromSeconds(20);
    private const int OutageParts = 4;
    private const int MostDoublings = 10;

    private int _doublings;
    private TimeSpan _failingSince;

    /// <summary>The next pause of a circuit that opens.</summary>
    /// <param name="now">When it opens.</param>
    /// <param name="healthy">How long it was closed before; zero where a trial has failed.</param>
    public TimeSpan Next(TimeSpan now, TimeSpan healthy)
    {
        _doublings -= (int)Math.Min(_doublings, healthy / Healing);
        if (_doublings == 0) _failingSince = now;
        var bound = TimeSpan.FromTicks(Math.Clamp((now - _failingSince).Ticks / OutageParts, ShortOutage.Ticks, Longest.Ticks));
        var pause = First * (1 << _doublings);
        _doublings = Math.Min(_doublings + 1, MostDoublings);
        return (pause < bound ? pause : bound) * (1 - Jitter + (2 * Jitter * random()));
    }

    /// <summary>What is left of a pause at the least, when there is a sign that the deployment is back: a quarter, but no less than the first one.</summary>
    public static TimeSpan Shortened(TimeSpan pause)
    {
        var quarter = pause / 4;
        return quarter < First ? First : quarter;
    }
}
