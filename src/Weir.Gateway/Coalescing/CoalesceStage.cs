using Weir.Gateway.Calls;
using Weir.Gateway.Fallbacks;
using Weir.Gateway.Faults;
using Weir.Gateway.Ledger;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Coalescing;

/// <summary>
/// Lets calls of a tenant that ask the same at the same time share one answer: the first goes on and leads, the others are given
/// what it gets. A failure that is not their own request's they do not have to share: one of them leads next.
/// </summary>
internal sealed class CoalesceStage(SharedAnswers answers, Follower follower, KeptAnswers kept, FaultBoard faults, CallGate gate) : ICallStage
{
    /// <summary>How many leaders an upstream may fail before their followers take it for their own failure too. More would be a queue of calls that fail one after the other.</summary>
    private const int MostFailedLeaders = 2;

    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(Call call) =>
        // What a budget has made of it is not the answer that others ask for.
        call.Landing is { ChangesAnswer: true } ? new(true) : Sameness.IsShared(call) && !faults.Singles(call) ? ShareAsync(call) : new(Alone(call));

    private async ValueTask<bool> ShareAsync(Call call)
    {
        var key = AnswerKey.Of(call);
        var failed = 0;
        while (true)
        {
            var own = NewAnswer(call);
            using var reader = answers.JoinOrLead(key, own);
            if (reader is null) return Lead(call, key, own);
            var error = await follower.FollowAsync(call, reader);
            if (error is not null && IsLeadersOwn(reader, error) && !call.Reply.HasBegun && (!IsUpstreams(error) || ++failed < MostFailedLeaders)) continue;
            // Whatever was used is in the leader's row.
            (call.Record.SharedWith, call.Record.Cost) = (reader.Answer.Leader, 0);
            // Nothing more to do, or an error.
            return error is not null && call.Fail(error);
        }
    }

    private static SharedAnswer NewAnswer(Call call) => new(call.Record.Id, call.Priority, call.Deadline, call.Model.Limits.SharedAnswer);

    /// <summary>A call whose answer nobody can join, but is to be kept.</summary>
    private bool Alone(Call call) =>
        call.Route?.CachedAnswer is null || !Sameness.CanRepeat(call) || Lead(call, AnswerKey.Of(call), NewAnswer(call));

    /// <returns>True, so that the call goes on.</returns>
    private bool Lead(Call call, AnswerKey key, SharedAnswer own)
    {
        var keeps = call.Route!.CachedAnswer is not null && Sameness.CanRepeat(call);
        call.Leader = new Leader(call, key, own, answers, keeps ? kept : null, gate.Cut);
        return true;
    }

    /// <summary>Whether it is the leader that failed, not the follower, and for another reason than the request that both made.</summary>
    private static bool IsLeadersOwn(SharedReader reader, CallError error) => ReferenceEquals(error, reader.Answer.End?.Error) && (error.Failure is { } failure
        ? !failure.IsRequests()
        : error.Outcome != Outcome.Rejected);

    /// <summary>Whether the follower would meet the same upstream. The leader's deadline and the leader's client are not its own.</summary>
    private static bool IsUpstreams(CallError error) => error.Failure is not null || error.Outcome is not (Outcome.TimedOut or Outcome.ClientGone);
}
