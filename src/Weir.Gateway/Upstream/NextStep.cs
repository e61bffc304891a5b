namespace Weir.Gateway.Upstream;

/// <summary>What follows a failed attempt, and when.</summary>
/// <param name="Step">What.</param>
/// <param name="Delay">How long is waited before it.</param>
internal readonly record struct NextStep(Step Step, TimeSpan Delay = default);
