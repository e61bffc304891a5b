namespace Weir.Gateway.Scheduling.Concurrency;

/// <summary>What a limit is found by: an attempt that has ended.</summary>
/// <param name="Now">When.</param>
/// <param name="Outcome">What it says.</param>
/// <param name="FirstToken">From sending it to its first token, or null.</param>
/// <param name="InputTokens">The length of its request, estimated or counted.</param>
/// <param name="InFlight">How many attempts were under way, with this one.</param>
internal readonly record struct SlotReport(TimeSpan Now, SlotOutcome Outcome, TimeSpan? FirstToken, int InputTokens, int InFlight);
