namespace Weir.Gateway.Scheduling.Fairness;

/// <summary>
/// Tells a queue that stands from one that only takes up bursts, as CoDel does (K. Nichols and V. Jacobson, ACM Queue 2012):
/// if for a second nobody got through in half a second, it stands. Used by one thread at a time.
/// </summary>
internal sealed class QueueDelay
{
    /// <summary>A wait that is borne.</summary>
    public static readonly TimeSpan Target = TimeSpan.FromMilliseconds(500);

    /// <summary>Over how long the shortest wait is looked for.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private TimeSpan _begun;
    private TimeSpan? _shortest;

    /// <summary>Whether the queue stands.</summary>
    public bool IsStanding { get; private set; }

    /// <summary>Somebody has got through.</summary>
    /// <param name="now">When.</param>
    /// <param name="waited">After how long.</param>
    public void Passed(TimeSpan now, TimeSpan waited)
    {
        if (now - _begun >= Interval)
        {
            if (_shortest is { } shortest) IsStanding = shortest > Target;
            (_begun, _shortest) = (now, null);
        }
        if (_shortest is null || waited < _shortest) _shortest = waited;
    }

    /// <summary>Nobody waits any more.</summary>
    public void Emptied() => (IsStanding, _shortest) = (false, null);
}
