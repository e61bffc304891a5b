namespace Weir.Gateway.Health;

/// <summary>What a circuit breaker lets through. The later one is the worse one.</summary>
internal enum CircuitState
{
    /// <summary>Everything.</summary>
    Closed,

    /// <summary>A few calls, to see whether they succeed.</summary>
    HalfOpen,

    /// <summary>Nothing, until its pause is over.</summary>
    Open,
}
