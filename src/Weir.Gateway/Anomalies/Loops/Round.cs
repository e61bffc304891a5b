namespace Weir.Gateway.Anomalies.Loops;

/// <summary>One call of a session, as far as it matters to whether that goes round in circles.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Ending">The fingerprint of the request's last turn; 0 where it was not looked at.</param>
/// <param name="Bytes">The request's size.</param>
/// <param name="Cost">US dollars.</param>
internal readonly record struct Round(DateTimeOffset At, ulong Ending, int Bytes, decimal Cost);
