using Weir.Gateway.Calls;

namespace Weir.Gateway.Upstream;

/// <summary>An attempt that has failed and is closed.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Error">How it failed.</param>
internal sealed record FailedAttempt(Attempt Attempt, CallError Error);
