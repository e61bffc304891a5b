namespace Weir.Gateway.Costs;

/// <summary>What comes first in a report.</summary>
internal enum CostSort
{
    /// <summary>The dearest.</summary>
    Cost,

    /// <summary>What was called most.</summary>
    Calls,

    /// <summary>What used most tokens.</summary>
    Tokens,

    /// <summary>What caches saved most of.</summary>
    Saved,

    /// <summary>By the alphabet, and in the order of time.</summary>
    Name,
}
