namespace Weir.Gateway.Faults;

/// <summary>What a fault does to an attempt. <see cref="FaultKinds"/> has their names.</summary>
internal enum FaultKind
{
    /// <summary>An error answer of a chosen status; the provider is not asked.</summary>
    Status,

    /// <summary>The connection is reset before any answer; the provider is not asked.</summary>
    Reset,

    /// <summary>No answer ever; the provider is not asked.</summary>
    Silence,

    /// <summary>The request goes out late, and so the answer's headers come late.</summary>
    Delay,

    /// <summary>Headers at once, the body later.</summary>
    SlowFirstToken,

    /// <summary>A pause between any two events.</summary>
    SlowTokens,

    /// <summary>The connection breaks after some events.</summary>
    Cut,

    /// <summary>After some events nothing more comes, for a time or for ever.</summary>
    Stall,

    /// <summary>Status 200 and a body that means nothing; the provider is not asked.</summary>
    Garbage,

    /// <summary>One event is not valid, all others are.</summary>
    MalformedEvent,

    /// <summary>Status 200 and no body; the provider is not asked.</summary>
    Empty,

    /// <summary>The right body, labelled as plain text.</summary>
    WrongContentType,
}
