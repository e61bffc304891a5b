using Weir.Gateway.Anomalies.Holds;

namespace Weir.Gateway.Anomalies.Loops;

/// <summary>What counts as a loop, and what is done about it.</summary>
/// <param name="IsEnabled">Whether anybody looks.</param>
/// <param name="Calls">Calls that end alike and grow, until they are a loop.</param>
/// <param name="Response">What is done with the session.</param>
internal sealed record LoopsModel(bool IsEnabled, int Calls, HoldModel Response);
