namespace Weir.Gateway.Upstream;

/// <summary>Why an attempt was stopped from this side.</summary>
internal enum AttemptStop
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>The client went away.</summary>
    ClientGone,

    /// <summary>The gateway is shutting down and its drain limit has passed.</summary>
    Shutdown,

    /// <summary>A time limit ran out.</summary>
    TimedOut,

    /// <summary>Another attempt of the same call has answered. Nobody is told.</summary>
    Overtaken,

    /// <summary>It had hardly begun, and a call of a higher priority needed its place. The call waits for its turn again.</summary>
    Displaced,
}
