using Weir.Gateway.Calls;

namespace Weir.Gateway.Upstream;

/// <summary>What became of sending a call to a deployment.</summary>
/// <param name="Attempt">The attempt, which the receiver disposes of; null when nothing was sent.</param>
/// <param name="Error">Why there is no answer to come; null when the response's headers are there and good, or when Weir has answered by itself.</param>
internal readonly record struct SentAttempt(Attempt? Attempt, CallError? Error);
