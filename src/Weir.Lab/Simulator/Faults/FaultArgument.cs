namespace Weir.Lab.Simulator.Faults;

/// <summary>What follows a fault's name.</summary>
internal enum FaultArgument
{
    None,
    Count,
    Duration,
    CountAndDuration,
    Status,
    Word,
}
