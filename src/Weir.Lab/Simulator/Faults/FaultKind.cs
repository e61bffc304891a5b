namespace Weir.Lab.Simulator.Faults;

/// <summary>What goes wrong. <see cref="FaultCatalogue"/> says it in words.</summary>
internal enum FaultKind
{
    Status,
    Reset,
    ResetMid,
    Silence,
    SlowHeaders,
    SlowFirstToken,
    SlowTokens,
    Cut,
    End,
    Stall,
    Malformed,
    StrayEvent,
    NoDone,
    NoDoneOpen,
    DuplicateDone,
    WrongUsage,
    NoUsage,
    Garbage,
    Html,
    WrongContentType,
    Empty,
    TruncatedJson,
    HugeEvent,
    Crlf,
    Split,
    BackgroundFailed,
    BackgroundLost,
    NoPrefill,
}
