namespace Weir.Gateway.Anomalies.Holds;

/// <summary>What is done about something that was found.</summary>
internal enum HoldAction
{
    /// <summary>People are told, and nothing else.</summary>
    Notify,

    /// <summary>A few calls a minute go on.</summary>
    Throttle,

    /// <summary>No call goes on.</summary>
    Pause,
}
