namespace Weir.Gateway.Anomalies;

/// <summary>Unusual spending.</summary>
/// <param name="Hour">The hour it was found in, numbered from the Unix epoch.</param>
/// <param name="Reason">Which rule found it.</param>
/// <param name="Value">US dollars in that hour.</param>
/// <param name="Usual">US dollars that are usual for it; where there is no rhythm, the most there ever was.</param>
internal sealed record SpendFinding(long Hour, SpendReason Reason, double Value, double Usual);
