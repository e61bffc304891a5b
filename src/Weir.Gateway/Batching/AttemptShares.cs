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
        var shares = members.Select(_ => new List<AttemptRecord>(joint.Record.Attempts.Count)).ToArray();
        foreach (var whole in joint.Record.Attempts)
        {
            var parts = Shares.Of(whole.Usage, weights);
            var charges = Charges(joint, whole, parts, weights);
            for (var i = 0; i < members.Count; i++) shares[i].Add(Of(joint, whole, parts[i], charges[i], members[i], i));
        }
        return shares;
    }

    /// <summary>What each part costs: its tokens, or its part of what one call is charged and not its tokens.</summary>
    private static Charge[] Charges(Call joint, AttemptRecord whole, TokenUsage[] parts, long[] weights)
    {
        if (whole.Cost is not { } cost) return [.. parts.Select(_ => new Charge(null, whole.Gaps))];
        var price = joint.Model.Deployments[whole.Deployment].Price?.At(joint.Record.StartedAt);
        return price is { IsAdditive: true } && whole.PriceVersion == price.Version
            ? [.. parts.Select(part => price.CostOf(part))]
            : [.. Shares.Of(cost, weights).Zip(SavedOf(whole, weights), (part, saved) => new Charge(part, whole.Gaps, saved))];
    }

    private static IEnumerable<decimal?> SavedOf(AttemptRecord whole, long[] weights) =>
        whole.Saved is { } saved ? Shares.Of(saved, weights).Select(static part => (decimal?)part) : weights.Select(static _ => (decimal?)null);

    private static AttemptRecord Of(Call joint, AttemptRecord whole, in TokenUsage part, Charge charge, BatchMember member, int index)
    {
        // Its times count from the batch's start, those of the member's row from the member's own.
        var later = member.Call.ElapsedMicros - joint.ElapsedMicros;
        return whole with
        {
            BatchId = joint.Record.Id,
            Hold = whole.Hold?.Parts?[index],
            // The batch is nobody's: what its first attempt was made for is what each member was made for.
            Origin = whole.Origin is Origin.Retry or Origin.Hedge ? whole.Origin : member.Call.Record.Origin,
            StartedMicros = whole.StartedMicros + later,
            FirstByteMicros = whole.FirstByteMicros + later,
            FirstTokenMicros = whole.FirstTokenMicros + later,
            EndedMicros = whole.EndedMicros + later,
            Usage = part,
            Cost = charge.Amount,
            Gaps = charge.Gaps,
            Saved = charge.Saved,
        };
    }
}
