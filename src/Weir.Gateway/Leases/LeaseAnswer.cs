namespace Weir.Gateway.Leases;

/// <summary>What became of a request.</summary>
internal enum LeaseAnswer
{
    Heard,

    /// <summary>A later one was heard before.</summary>
    Late,

    /// <summary>The life is over: the replica has begun another one, or an operator has said that it will never come back.</summary>
    Ended,
}
