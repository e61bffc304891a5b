namespace Weir.Gateway.Model;

/// <summary>Which of a tenant's calls share one answer when they ask the same at the same time.</summary>
internal enum CoalesceMode
{
    /// <summary>None.</summary>
    Off,

    /// <summary>Those that ask for the answer that there is: a temperature of 0 or a seed; and embeddings.</summary>
    Deterministic,

    /// <summary>All that are the same, byte for byte.</summary>
    All,
}
