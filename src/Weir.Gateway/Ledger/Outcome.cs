namespace Weir.Gateway.Ledger;

/// <summary>How a call or an attempt ended. Stored by name (<see cref="OutcomeNames"/>).</summary>
internal enum Outcome
{
    /// <summary>A whole answer was produced and passed on.</summary>
    Completed,

    /// <summary>Weir refused the request: bad key, bad body, unknown model, over a limit.</summary>
    Rejected,

    /// <summary>The upstream answered with an error, and the client was told.</summary>
    UpstreamError,

    /// <summary>The upstream could not be reached, or what it sent was no answer.</summary>
    UpstreamFailed,

    /// <summary>A time limit ran out.</summary>
    TimedOut,

    /// <summary>The answer ended before it was whole, and the client was told.</summary>
    Truncated,

    /// <summary>The client went away; the upstream was stopped.</summary>
    ClientGone,

    /// <summary>Weir itself failed.</summary>
    InternalError,

    /// <summary>No upstream answered; the client was given the answer that the operator wrote for that.</summary>
    StaticAnswer,

    /// <summary>No upstream answered; the client was given again what the same request was answered with before.</summary>
    CachedAnswer,

    /// <summary>An attempt that was stopped because another one of the same call had answered, or to make room for a call of a higher priority. No call ends so.</summary>
    Cancelled,
}
