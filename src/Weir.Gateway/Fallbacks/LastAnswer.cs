using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Fallbacks;

/// <summary>What a call that no deployment answered was given instead.</summary>
/// <param name="Outcome">As what the ledger counts the call: never as completed, since no model has answered it.</param>
/// <param name="Error">What the client would have been told without it; null where nothing had gone wrong.</param>
internal sealed record LastAnswer(Outcome Outcome, CallError? Error);
