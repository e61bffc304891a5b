namespace Weir.Gateway.Costs;

/// <summary>How much of the machine a report may take.</summary>
/// <param name="Threads">How many read at once, each its own stretch of time; at least 1.</param>
/// <param name="MostGroups">How many groups are added up in memory, at some 300 bytes each; more are sorted on disk, which takes three times as long.</param>
internal readonly record struct CostEffort(int Threads, int MostGroups)
{
    /// <summary>More of them wait for the disk and for each other.</summary>
    private const int MostThreads = 4;

    /// <summary>Beside calls, which come first.</summary>
    public static CostEffort Modest { get; } = new(1, 100_000);

    /// <summary>In a process of one's own.</summary>
    public static CostEffort Full { get; } = new(Math.Clamp(Environment.ProcessorCount, 1, MostThreads), 1_000_000);
}
