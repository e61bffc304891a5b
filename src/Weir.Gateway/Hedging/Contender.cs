using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Relay;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Hedging;

/// <summary>
/// One of the attempts that a call has under way at the same time, up to where its answer would begin to be passed on. While it is
/// taken in it touches nothing but itself; everything else is done by the one flow that made it.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="attempt">The attempt, ready to be sent.</param>
/// <param name="permit">Its right to be.</param>
internal sealed class Contender(Call call, Attempt attempt, Permit permit)
{
    private long _tookMicros;
    private Task? _end;

    public Attempt Attempt => attempt;

    /// <summary>Ends when the answer has been taken in up to its commit point, with why there is none, or null.</summary>
    public Task<CallError?> TakenIn { get; private set; } = Task.FromResult<CallError?>(null);

    /// <summary>Why there is no answer, or null; known once <see cref="TakenIn"/> has ended.</summary>
    public CallError? Error => TakenIn.IsCompletedSuccessfully ? TakenIn.Result : null;

    /// <summary>Whether it has ended without an answer by itself, and not because the other one has answered.</summary>
    public bool HasFailed => Error is not null && attempt.Watch.Stop != AttemptStop.Overtaken;

    /// <summary>From sending it to its first content or, where none came by itself, to the end of taking in.</summary>
    public TimeSpan Took => TimeSpan.FromMicroseconds(attempt.Record.FirstTokenMicros - attempt.Record.StartedMicros ?? _tookMicros);

    /// <summary>Sends it and begins to take its answer in.</summary>
    public void Start(AttemptSender sender, AnswerRelays relays) => TakenIn = TakeInAsync(sender, relays);

    /// <summary>It is the one whose answer was passed on, or whose failure the call has to live with: says how it went. The attempt stays open, as the call's own.</summary>
    /// <param name="error">Why there is no whole answer, or null.</param>
    public void End(CallError? error)
    {
        _end = Task.CompletedTask;
        Tell(error);
    }

    /// <summary>Stops it if it is still under way, and closes it. Does nothing when it has ended.</summary>
    public Task LeaveAsync() => _end ??= CloseAsync();

    private async Task<CallError?> TakeInAsync(AttemptSender sender, AnswerRelays relays)
    {
        var error = await sender.SendAsync(call, attempt) ?? await relays.TakeInAsync(call, attempt);
        _tookMicros = call.ElapsedMicros - attempt.Record.StartedMicros;
        return error;
    }

    private async Task CloseAsync()
    {
        if (!TakenIn.IsCompleted) attempt.Watch.Overtake();
        CallError? error = CallErrors.Internal();
        try
        {
            error = await TakenIn;
        }
        finally
        {
            // An answer that came in the same moment as the other one is of no use any more.
            if (error is null || attempt.Watch.Stop == AttemptStop.Overtaken) Cancel(error);
            else Tell(error);
            AttemptAccount.Close(call, attempt, call.ElapsedMicros);
            attempt.Dispose();
        }
    }

    /// <summary>Says nothing against the deployment. It has read the request and was at work, which it will charge for.</summary>
    private void Cancel(CallError? error)
    {
        attempt.Record.Outcome = Outcome.Cancelled;
        attempt.HasProduced = true;
        permit.End(call, error is null ? attempt : null, error: null);
    }

    private void Tell(CallError? error)
    {
        attempt.End(error);
        permit.End(call, attempt, error);
    }
}
