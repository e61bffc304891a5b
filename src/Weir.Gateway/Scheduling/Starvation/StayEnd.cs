namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>What became of the wish for a place at a deployment.</summary>
internal enum StayEnd
{
    /// <summary>It got one.</summary>
    Served,

    /// <summary>Weir refused it: the queue was full, or its time was not long enough.</summary>
    Refused,

    /// <summary>Its client went away while it waited.</summary>
    GaveUp,
}
