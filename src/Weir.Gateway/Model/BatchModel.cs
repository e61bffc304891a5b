namespace Weir.Gateway.Model;

/// <summary>How calls that embed one text each are sent together.</summary>
/// <param name="Wait">How long the first waits for others; more than zero.</param>
/// <param name="Max">The most texts of one upstream call, 2 or more.</param>
internal sealed record BatchModel(TimeSpan Wait, int Max);
