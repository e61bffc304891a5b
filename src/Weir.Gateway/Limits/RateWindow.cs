namespace Weir.Gateway.Limits;

/// <summary>
/// How much of a limit on requests or tokens is used: what was counted in the window, and what is set aside for calls that run.
/// What a call brings (its request, its input) is counted when it begins; what it will produce is set aside (<see cref="Reserve"/>)
/// and counted as it comes (<see cref="Count"/>, <see cref="Settle"/>). Counted only afterwards, calls that run side by side would all
/// find the same room; counted at the beginning, answers would have left the window before they were produced.
/// Takes constant time and memory, allocates nothing. Used under its owner's lock.
/// </summary>
/// <param name="limit">1 or more.</param>
internal abstract class RateWindow(long limit)
{
    /// <summary>
    /// A call that runs has at least one part in so many of what was expected of it set aside, however much it has produced already: that
    /// an answer has become longer than most says that it may become longer still. (Measured in QuotaSimulationTests: without it a limit
    /// of which more is asked than it allows is exceeded for 2 to 30 % of the time; with it, for less than 1 %.)
    /// </summary>
    private const int LeastShare = 2;

    private long _held;

    /// <summary>The last 60 seconds, at any time.</summary>
    public static RateWindow OfMinute(long limit) => new MinuteWindow(limit);

    /// <summary>The day so far, which begins at 0:00 UTC.</summary>
    public static RateWindow OfDay(long limit) => new DayWindow(limit);

    public long Limit { get; private set; } = limit;

    /// <summary>All that is counted in the window, without regard to how time has gone on.</summary>
    protected long Total { get; set; }

    /// <summary>A new configuration has another limit. What is used stays so.</summary>
    public void Resize(long limit) => Limit = limit;

    /// <summary>What is counted and set aside; more than <see cref="Limit"/> where calls needed more than was set aside for them.</summary>
    public long Used(Moment now)
    {
        MoveTo(now);
        return Total + _held;
    }

    /// <summary>What is left, 0 or more.</summary>
    public long Remaining(Moment now) => Math.Max(0, Limit - Used(now));

    /// <summary>Whether nothing is used, so that forgetting the window changes nothing.</summary>
    public bool IsIdle(Moment now) => Used(now) == 0;

    /// <summary>
    /// Whether a call that needs so much may begin. One that needs more than the whole limit may when nothing else is used: a small limit
    /// lets one call through at a time, and not none. One that needs nothing may in any case.
    /// </summary>
    /// <param name="amount">All that it needs, 0 or more.</param>
    /// <param name="now">The time.</param>
    public bool Has(long amount, Moment now) => amount == 0 || Used(now) + Math.Min(amount, Limit) <= Limit;

    /// <summary>A call begins, whether there is room or not (see <see cref="Has"/>). Where it needs more than the limit, that is all set aside for it.</summary>
    /// <param name="first">What counts at once, 0 or more: the request itself, the tokens of its input.</param>
    /// <param name="expected">What it is expected to produce, 0 or more.</param>
    /// <param name="now">The time.</param>
    public RateReservation Reserve(long first, long expected, Moment now)
    {
        first = Math.Min(first, Limit);
        expected = Math.Min(expected, Limit - first);
        MoveTo(now);
        Add(first);
        _held += expected;
        return new RateReservation(expected, expected, Current, first, first, Current, 0);
    }

    /// <summary>A call has used so much by now. More than was set aside counts too.</summary>
    /// <param name="reservation">What it has.</param>
    /// <param name="used">All that it has used so far, what counted at its beginning included; less than before changes nothing.</param>
    /// <param name="now">The time.</param>
    /// <returns>What it has from now on.</returns>
    public RateReservation Count(in RateReservation reservation, long used, Moment now)
    {
        var more = used - reservation.Counted;
        if (more <= 0) return reservation;
        MoveTo(now);
        Add(more);
        var held = Math.Max(reservation.Held - more, reservation.Expected / LeastShare);
        _held += held - reservation.Held;
        var last = reservation.LastBucket == Current ? reservation.Last + more : more;
        return reservation with { Held = held, Counted = used, LastBucket = Current, Last = last };
    }

    /// <summary>A call has ended. What is set aside is free, and of what was counted too much that is taken back which is still in the window.</summary>
    /// <param name="reservation">What it has; not to be used again.</param>
    /// <param name="actual">What it has used in all; 0 for a call that was not made.</param>
    /// <param name="now">The time.</param>
    public void Settle(in RateReservation reservation, long actual, Moment now)
    {
        MoveTo(now);
        _held -= reservation.Held;
        var more = Math.Max(0, actual) - reservation.Counted;
        if (more >= 0)
        {
            Add(more);
            return;
        }
        var ofLast = Math.Min(-more, reservation.Last);
        TakeBack(reservation.LastBucket, ofLast);
        // What was counted between the two stays for as long as the window is long: where exactly it stands is not known.
        TakeBack(reservation.Bucket, Math.Min(-more - ofLast, reservation.First));
    }

    /// <summary>
    /// The provider says how much it counts, which may be more than is known here: others may use its quota too. Never lowers what is
    /// counted: calls that are under way are not in its figures yet.
    /// </summary>
    /// <param name="limit">The limit that the provider speaks of, which need not be <see cref="Limit"/>.</param>
    /// <param name="remaining">How much of it the provider says is left.</param>
    /// <param name="reset">In how long the provider counts nothing any more.</param>
    /// <param name="now">The time.</param>
    public void Sync(long limit, long remaining, TimeSpan reset, Moment now)
    {
        var unknown = limit - Math.Max(0, remaining) - Used(now);
        if (unknown > 0) AddForeign(unknown, reset, now);
    }

    /// <summary>How long until nothing is used any more, if nothing is added; zero where nothing is.</summary>
    public TimeSpan ResetIn(Moment now) => IsIdle(now) ? TimeSpan.Zero : _held > 0 ? Longest(now) : UntilFree(Total, now);

    /// <summary>
    /// How long until a call that needs so much may begin, if no other does; zero where it may at once. It may be sooner, as calls that end
    /// give back what they did not need.
    /// </summary>
    /// <param name="amount">All that it needs, 0 or more.</param>
    /// <param name="now">The time.</param>
    public TimeSpan WaitFor(long amount, Moment now)
    {
        if (Has(amount, now)) return TimeSpan.Zero;
        var missing = Total + _held + Math.Min(amount, Limit) - Limit;
        // When calls that run will end is not known; what they hold is counted then.
        return missing <= Total ? UntilFree(missing, now) : Longest(now);
    }

    /// <summary>The part of the window that is counted in.</summary>
    protected abstract long Current { get; }

    /// <summary>Forgets what has left the window.</summary>
    protected abstract void MoveTo(Moment now);

    /// <summary>Counts so much in the current part.</summary>
    protected abstract void Add(long amount);

    /// <summary>Counts what is known from hearsay, so that it is gone after a time.</summary>
    protected abstract void AddForeign(long amount, TimeSpan reset, Moment now);

    /// <summary>Takes so much out of a part, if that is still in the window.</summary>
    protected abstract void TakeBack(long bucket, long amount);

    /// <summary>How long what is counted now stays in the window.</summary>
    protected abstract TimeSpan Longest(Moment now);

    /// <summary>How long until so much has left the window.</summary>
    /// <param name="missing">1 up to <see cref="Total"/>.</param>
    /// <param name="now">The time.</param>
    protected abstract TimeSpan UntilFree(long missing, Moment now);
}
