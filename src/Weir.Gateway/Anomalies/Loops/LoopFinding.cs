namespace Weir.Gateway.Anomalies.Loops;

/// <summary>A loop.</summary>
/// <param name="Calls">Calls that ended alike.</param>
/// <param name="Since">When the first of them ended.</param>
/// <param name="IsGrowing">Whether requests grow; else they are the same.</param>
/// <param name="Cost">US dollars that they cost together.</param>
internal sealed record LoopFinding(int Calls, DateTimeOffset Since, bool IsGrowing, decimal Cost);
