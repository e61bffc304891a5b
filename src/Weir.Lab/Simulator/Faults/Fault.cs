namespace Weir.Lab.Simulator.Faults;

/// <summary>A fault with its arguments, as one request asked for it.</summary>
internal sealed record Fault(FaultKind Kind)
{
    /// <summary>Tokens, events, bytes, or the HTTP status.</summary>
    public int Count { get; init; }

    /// <summary>How long; null means until the client gives up.</summary>
    public TimeSpan? Delay { get; init; }

    public string? RetryAfter { get; init; }

    public string? RetryAfterMs { get; init; }

    public string? Word { get; init; }

    /// <summary>The error's <c>code</c> instead of the one that goes with the status, null for that one.</summary>
    public string? Code { get; init; }
}
