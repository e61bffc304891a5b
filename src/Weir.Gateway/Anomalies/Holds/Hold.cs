namespace Weir.Gateway.Anomalies.Holds;

/// <summary>That a key or session is held back for a while.</summary>
/// <param name="CallsPerMinute">Calls a minute that go on; 0 pauses it.</param>
/// <param name="Reason">Why, in words that the caller is told.</param>
/// <param name="Since">When it began.</param>
/// <param name="Until">When it ends by itself.</param>
internal sealed record Hold(int CallsPerMinute, string Reason, DateTimeOffset Since, DateTimeOffset Until);
