using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Pricing;

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
        var divided = joint.Record.Attempts.Select(attempt => (Attempt: attempt, Parts: Shares.Of(attempt.Usage, weights), Charges: Charges(joint, attempt, weights))).ToArray();
        return [.. members.Select((member, i) => divided.Select(each => Of(joint, each.Attempt, each.Parts[i], each.Charges[i], member)).ToArray())];
    }

    /// <summary>What each part costs: its tokens, or its part of what was not charged by the token.</summary>
    private static Charge[] Charges(Call joint, AttemptRecord whole, long[] weights)
    {
        var price = joint.Model.Deployments[whole.Deployment].Price?.At(joint.Record.StartedAt);
        if (whole.Cost is { } cost && (price is null || price.Machine is not null || whole.PriceVersion == PriceModel.Stated))
            return [.. Shares.Of(cost, weights).Select(part => new Charge(part, whole.Gaps))];
        if (price is null || !whole.UsageSource.HasCounts()) return new Charge[weights.Length];
        return [.. Shares.Of(whole.Usage, weights).Select(part => price.CostOf(part))];
    }

    private static AttemptRecord Of(Call joint, AttemptRecord whole, in TokenUsage part, Charge charge, BatchMember member)
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
            Cost = charge.Amount,
            Gaps = charge.Gaps,
        };
    }
}
