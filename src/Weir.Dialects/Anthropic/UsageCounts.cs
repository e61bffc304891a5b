using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Anthropic;

/// <summary>
/// Anthropic's counts as they come: first what went in, in the end what came out, each as a total so far. <c>input_tokens</c> counts
/// neither what was read from the prompt cache nor what was written to it; <c>output_tokens</c> includes thoughts.
/// </summary>
internal struct UsageCounts
{
    private static readonly UsageMember[] Counted =
    [
        UsageMember.Count("input_tokens", UsageSlot.Input),
        UsageMember.Count("output_tokens", UsageSlot.Output),
        UsageMember.Count("cache_read_input_tokens", UsageSlot.CachedInput),
        UsageMember.Count("cache_creation_input_tokens", UsageSlot.CacheWrite),
        // Of a stream only the first round's, while the total is that of all.
        UsageMember.Within("cache_creation", UsageMember.Count("ephemeral_1h_input_tokens", UsageSlot.CacheWriteHour)),
        UsageMember.Within("output_tokens_details", UsageMember.Count("thinking_tokens", UsageSlot.Reasoning)),
    ];

    private static readonly UsageShape Shape = new(
    [
        .. Counted,
        UsageMember.Within("server_tool_use", UsageMember.Count("web_search_requests", UsageSlot.WebSearches)),
        UsageMember.Tier("service_tier"),
        UsageMember.Special("speed", ReadSpeed),
        UsageMember.Special("inference_geo", ReadRegion),
        UsageMember.List("iterations", UsageRound.Read),
    ]);

    private UsageSlots _slots;

    /// <summary>What rounds are made of, and the whole.</summary>
    public static IReadOnlyList<UsageMember> Members => Counted;

    /// <summary>Whether any tokens were counted.</summary>
    public readonly bool IsKnown => _slots.States(UsageSlot.Input) || _slots.States(UsageSlot.Output);

    /// <summary>The counts as Weir has them: what was cached is part of the input.</summary>
    public TokenUsage Normalised => Usage(ref _slots) + UsageRound.Rest(ref _slots);

    /// <summary>Takes the counts of the usage object that a reader stands on, and leaves the reader on its end; none of them when one makes no sense.</summary>
    public bool TryTake(ref Utf8JsonReader reader)
    {
        var slots = default(UsageSlots);
        if (!Shape.TryRead(ref reader, ref slots) || !HasCounts(ref slots)) return false;
        _slots.Take(ref slots);
        return true;
    }

    /// <summary>Reads a usage object by itself.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage) =>
        Shape.TryRead(json, static (ref slots) => HasCounts(ref slots) ? Usage(ref slots) + UsageRound.Rest(ref slots) : null, out usage);

    private static bool HasCounts(ref UsageSlots slots) =>
        slots.States(UsageSlot.Input) || slots.States(UsageSlot.Output) || slots.States(UsageSlot.CachedInput) || slots.States(UsageSlot.CacheWrite);

    private static TokenUsage Usage(ref UsageSlots slots)
    {
        var (read, written) = (slots[UsageSlot.CachedInput], slots[UsageSlot.CacheWrite]);
        return new TokenUsage(
            slots[UsageSlot.Input] + read + written, slots[UsageSlot.Output], read, written, slots[UsageSlot.Reasoning], 0, 0,
            Math.Min(slots[UsageSlot.CacheWriteHour], written), slots.Extras(), slots.Tier);
    }

    private static bool ReadSpeed(ref Utf8JsonReader reader, ref UsageSlots slots)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("fast"u8)) slots[UsageSlot.Fast] = 1;
        else reader.Skip();
        return true;
    }

    /// <summary>Where it makes no difference it is <c>global</c>, <c>not_available</c> or null.</summary>
    private static bool ReadRegion(ref Utf8JsonReader reader, ref UsageSlots slots)
    {
        if (reader.TokenType != JsonTokenType.String) reader.Skip();
        else if (reader.ValueTextEquals("us"u8)) slots.Region = "us";
        else if (!reader.ValueTextEquals("global"u8) && !reader.ValueTextEquals("not_available"u8) && reader.ValueSpan.Length <= 32) slots.Region = reader.GetString();
        return true;
    }
}
