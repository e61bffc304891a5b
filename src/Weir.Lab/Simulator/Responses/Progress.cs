namespace Weir.Lab.Simulator.Responses;

/// <summary>How far a response is.</summary>
internal enum Progress
{
    Queued,
    InProgress,

    /// <summary>All is said, or as much as the limit allows.</summary>
    Whole,

    Failed,
    Cancelled,
}
