namespace Weir.Gateway.Anomalies.Holds;

/// <summary>What is done about something that was found, by itself: nothing, unless the operator says so.</summary>
/// <param name="Action">What.</param>
/// <param name="For">For how long.</param>
/// <param name="CallsPerMinute">What is left with <see cref="HoldAction.Throttle"/>.</param>
internal sealed record HoldModel(HoldAction Action, TimeSpan For, int CallsPerMinute)
{
    /// <summary>The calls a minute that are left: none for what is paused.</summary>
    public int Left => Action == HoldAction.Pause ? 0 : CallsPerMinute;
}
