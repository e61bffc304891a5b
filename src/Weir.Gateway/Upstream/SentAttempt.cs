using Weir.Gateway.Calls;

namespace Weir.Gateway.Upstream;

/// <summary>What became of sending a call to a deployment.</summary>
/// <param name="Attempt">The attempt, which the receiver disposes of; null when nothing was sent.</param>
/// <param name="Error">Why there is no answer; null while nothing has gone wrong, or when Weir has answered by itself.</param>
/// <param name="Before">The attempt that was under way at the same time and has failed; null for almost all.</param>
internal readonly record struct SentAttempt(Attempt? Attempt, CallError? Error, FailedAttempt? Before = null);
