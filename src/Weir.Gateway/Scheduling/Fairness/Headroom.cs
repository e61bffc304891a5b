namespace Weir.Gateway.Scheduling.Fairness;

/// <summary>
/// How much of a deployment a band leaves free for those above it, found by how long they wait: a step more when one of them waits too
/// long, and a little less for each that does not, so that about one in thirty does (the quantile by stochastic approximation, Robbins
/// and Monro 1951). While nobody of a higher priority calls, all of it is lent. Used by one thread at a time.
/// </summary>
internal sealed class Headroom
{
    /// <summary>The most that is left free, as a share of the deployment.</summary>
    public const double Most = 0.5;

    /// <summary>What is left free while nobody knows.</summary>
    public const double Initial = 0.2;

    /// <summary>How much more after a wait that was too long.</summary>
    private const double Step = 0.05;

    /// <summary>How many of those above may wait too long.</summary>
    private const double Misses = 0.03;

    /// <summary>For how long after the last call of a higher priority the next one is expected.</summary>
    private static readonly TimeSpan Expected = TimeSpan.FromMinutes(1);

    private double _share = Initial;
    private TimeSpan? _raisedAt;
    private TimeSpan? _calledAt;

    /// <summary>Somebody of a higher priority has come.</summary>
    public void Called(TimeSpan now) => _calledAt = now;

    /// <summary>Somebody of a higher priority has got through beside those of the band, or has not.</summary>
    /// <param name="now">When.</param>
    /// <param name="isLate">Whether that took too long.</param>
    /// <param name="together">How long it takes until slots are free that are not given out again: those who wait meanwhile wait for the same thing.</param>
    public void Note(TimeSpan now, bool isLate, TimeSpan together)
    {
        if (!isLate)
        {
            _share = Math.Max(0, _share - (Step * Misses / (1 - Misses)));
        }
        else if (_raisedAt is not { } raised || now - raised >= together)
        {
            _share = Math.Min(Most, _share + Step);
            _raisedAt = now;
        }
    }

    /// <summary>The share that is left free, 0 to <see cref="Most"/>.</summary>
    public double Share(TimeSpan now) => _calledAt is { } called && now - called < Expected ? _share : 0;
}
