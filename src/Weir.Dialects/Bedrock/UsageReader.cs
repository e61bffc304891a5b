using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Bedrock;

/// <summary>Reads Converse's <c>usage</c>, where tokens read from and written to a prompt cache are no part of <c>inputTokens</c>.</summary>
public static class UsageReader
{
    /// <summary>What was written to the cache, by how long it is kept.</summary>
    private static readonly UsageShape Written = new(UsageMember.Count("inputTokens", UsageSlot.CacheWrite), UsageMember.Special("ttl", static (ref reader, ref slots) =>
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("1h"u8)) slots[UsageSlot.CacheWriteHour] = 1;
        else reader.Skip();
        return true;
    }));

    private static readonly UsageShape Shape = new(
        UsageMember.Count("inputTokens", UsageSlot.Input),
        UsageMember.Count("outputTokens", UsageSlot.Output),
        UsageMember.Count("cacheReadInputTokens", UsageSlot.CachedInput),
        UsageMember.Count("cacheWriteInputTokens", UsageSlot.CacheWrite),
        UsageMember.List("cacheDetails", static (ref reader, ref slots) =>
        {
            var one = default(UsageSlots);
            if (!Written.TryRead(ref reader, ref one)) return false;
            if (one.States(UsageSlot.CacheWriteHour)) slots[UsageSlot.CacheWriteHour] += one[UsageSlot.CacheWrite];
            return true;
        }));

    /// <summary>Reads a usage object.</summary>
    /// <param name="json">The raw value of the <c>usage</c> member.</param>
    /// <param name="usage">The counts.</param>
    /// <returns>False when it is no object, names no input tokens, or a count is negative, fractional or beyond 53 bits:
    /// a usage that makes no sense is not believed in part.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage) => Shape.TryRead(json, Normalise, out usage);

    private static TokenUsage? Normalise(ref UsageSlots slots)
    {
        if (!slots.States(UsageSlot.Input)) return null;
        var (read, written) = (slots[UsageSlot.CachedInput], slots[UsageSlot.CacheWrite]);
        return new TokenUsage(slots[UsageSlot.Input] + read + written, slots[UsageSlot.Output], read, written, CacheWriteHour: Math.Min(slots[UsageSlot.CacheWriteHour], written));
    }
}
