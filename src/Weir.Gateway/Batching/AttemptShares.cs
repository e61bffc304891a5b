using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Batching;

/// <summary>Gives each member of a batch its part of the batch's attempts: the same facts, at its own times, with its share of usage and cost.</summary>
internal static class AttemptShares
{
    /// <param name="joint">The call that the batch was sent as; its attempts are closed.</param>
    /// <param name="members">Whom it was sent for.</param>
    /// <returns>For each member its attempts, in order.</returns>
    public static IReadOnlyList<AttemptRecord>[] Of(Call joint, IReadOnlyList<BatchMember> members)
    {
        var weights = members.Select(member => member.Weight).ToArray();
        var divided = joint.Record.Attempts.Select(attempt => (Attempt: attempt, Parts: Shares.Of(attempt.Usage, weights))).ToArray();
        return [.. members.Select((member, i) => divided.Select(each => Of(joint, each.Attempt, each.Parts[i], member)).ToArray())];
    }

    private static AttemptRecord Of(Call joint, AttemptRecord whole, in TokenUsage part, BatchMember member)
    {
        // Its times count from the batch's start, those of the member's row from the member's own.
        var later = member.Call.ElapsedMicros - joint.ElapsedMicros;
        return whole with
        {
            BatchId = joint.Record.Id,
            StartedMicros = whole.StartedMicros + later,
            FirstByteMicros = whole.FirstByteMicros + later,
            FirstTokenMicros = whole.FirstTokenMicros + later,
            EndedMicros = whole.EndedMicros + later,
            Usage = part,
            Cost = whole.UsageSource.HasCounts() ? joint.Model.Deployments[whole.Deployment].Price?.CostOf(part) : null,
        };
    }
}
