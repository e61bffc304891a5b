using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Anthropic;

/// <summary>
/// One of Anthropic's <c>iterations</c>: a round in which a model was asked within one request. Those of the answer itself (<c>message</c>) are
/// in the counts above; that of a compaction is not, and is charged all the same; an advisor's or a fallback's is another model's, with prices of its own.
/// </summary>
internal static class UsageRound
{
    private static readonly UsageShape Shape = new(
    [
        .. UsageCounts.Members,
        UsageMember.Special("type", static (ref reader, ref slots) =>
        {
            // The tier's place is free in a round.
            slots[UsageSlot.Tier] = reader.TokenType != JsonTokenType.String || reader.ValueTextEquals("message"u8) ? Counted : reader.ValueTextEquals("compaction"u8) ? Compaction : Other;
            reader.Skip();
            return true;
        }),
    ]);

    private const long Counted = 0;
    private const long Compaction = 1;
    private const long Other = 2;

    /// <summary>Adds up what the counts above lack.</summary>
    public static bool Read(ref Utf8JsonReader reader, ref UsageSlots whole)
    {
        var round = default(UsageSlots);
        if (!Shape.TryRead(ref reader, ref round)) return false;
        var input = round[UsageSlot.Input] + round[UsageSlot.CachedInput] + round[UsageSlot.CacheWrite];
        if (round[UsageSlot.Tier] == Other) whole[UsageSlot.OtherModels] += input + round[UsageSlot.Output];
        if (round[UsageSlot.Tier] != Compaction) return true;
        whole[UsageSlot.RoundInput] += input;
        whole[UsageSlot.RoundOutput] += round[UsageSlot.Output];
        whole[UsageSlot.RoundCachedInput] += round[UsageSlot.CachedInput];
        whole[UsageSlot.RoundCacheWrite] += round[UsageSlot.CacheWrite];
        whole[UsageSlot.RoundCacheWriteHour] += round[UsageSlot.CacheWriteHour];
        return true;
    }

    /// <summary>What rounds used beside the counts above.</summary>
    public static TokenUsage Rest(ref UsageSlots slots) => new(
        slots[UsageSlot.RoundInput], slots[UsageSlot.RoundOutput], slots[UsageSlot.RoundCachedInput], slots[UsageSlot.RoundCacheWrite], 0, 0, 0,
        Math.Min(slots[UsageSlot.RoundCacheWriteHour], slots[UsageSlot.RoundCacheWrite]));
}
