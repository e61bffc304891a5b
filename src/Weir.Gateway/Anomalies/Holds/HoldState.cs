namespace Weir.Gateway.Anomalies.Holds;

/// <summary>A hold in force, and how many calls have gone on in this minute. Any thread.</summary>
internal sealed class HoldState(Hold hold)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _minute = hold.Since;
    private int _calls;

    public Hold Hold { get; } = hold;

    /// <summary>Whether a call may go on.</summary>
    /// <param name="now">The time.</param>
    /// <param name="wait">How long until the next one may.</param>
    public bool TryPass(DateTimeOffset now, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (now >= Hold.Until) return true;
        wait = Hold.Until - now;
        if (Hold.CallsPerMinute == 0) return false;
        lock (_gate)
        {
            if (now - _minute >= Minute) (_minute, _calls) = (now, 0);
            if (++_calls <= Hold.CallsPerMinute) return true;
            var left = _minute + Minute - now;
            wait = left < wait ? left : wait;
            return false;
        }
    }
}
