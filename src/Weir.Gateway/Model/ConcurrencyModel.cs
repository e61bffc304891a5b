namespace Weir.Gateway.Model;

/// <summary>How many attempts may be under way at a deployment.</summary>
/// <param name="Adapt">How the limit is found.</param>
/// <param name="Min">The lowest limit, 1 or more.</param>
/// <param name="Max">The highest limit.</param>
/// <param name="Initial">The limit at the start.</param>
/// <param name="Queue">How many attempts may wait; 0 lets none wait.</param>
internal sealed record ConcurrencyModel(ConcurrencyAdapt Adapt, int Min, int Max, int Initial, int Queue)
{
    /// <summary>Whether an attempt of priority low that has hardly begun is stopped for a call of a higher priority that would wait too long.</summary>
    public bool CancelsYoung { get; init; }
}
