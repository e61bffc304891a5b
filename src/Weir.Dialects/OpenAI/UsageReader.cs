using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.OpenAI;

/// <summary>
/// Reads OpenAI's <c>usage</c> object, of every API: chat completions, completions and embeddings count <c>prompt_tokens</c>, responses,
/// pictures and recordings <c>input_tokens</c>. Cached tokens are part of the input, reasoning tokens part of the output.
/// </summary>
public static class UsageReader
{
    private static readonly UsageMember[] InputDetails =
    [
        UsageMember.Count("cached_tokens", UsageSlot.CachedInput),
        UsageMember.Count("cache_write_tokens", UsageSlot.CacheWrite),
        UsageMember.Count("audio_tokens", UsageSlot.AudioInput),
        UsageMember.Count("image_tokens", UsageSlot.ImageInput),
        UsageMember.Within("cached_tokens_details", UsageMember.Count("audio_tokens", UsageSlot.CachedAudio), UsageMember.Count("image_tokens", UsageSlot.CachedImage)),
    ];

    private static readonly UsageMember[] OutputDetails =
    [
        UsageMember.Count("reasoning_tokens", UsageSlot.Reasoning),
        UsageMember.Count("audio_tokens", UsageSlot.AudioOutput),
        UsageMember.Count("image_tokens", UsageSlot.ImageOutput),
    ];

    private static readonly UsageShape Shape = new(
    [
        UsageMember.Count("prompt_tokens", UsageSlot.Input),
        UsageMember.Count("completion_tokens", UsageSlot.Output),
        UsageMember.Count("total_tokens", UsageSlot.Total),
        UsageMember.Within("prompt_tokens_details", InputDetails),
        UsageMember.Within("completion_tokens_details", OutputDetails),
        UsageMember.Count("input_tokens", UsageSlot.Input),
        UsageMember.Count("output_tokens", UsageSlot.Output),
        UsageMember.Within("input_tokens_details", InputDetails),
        UsageMember.Within("output_tokens_details", OutputDetails),
        // What transcriptions and the realtime API call it.
        UsageMember.Within("input_token_details", InputDetails),
        UsageMember.Within("output_token_details", OutputDetails),
        // Moonshot's name for it, and DeepSeek's.
        UsageMember.Count("cached_tokens", UsageSlot.CachedInputAgain),
        UsageMember.Count("prompt_cache_hit_tokens", UsageSlot.CachedInputAgain),
        // Whisper's count and Voxtral's, of time.
        UsageMember.Seconds("seconds"),
        UsageMember.Seconds("prompt_audio_seconds"),
        // Seedream counts its pictures.
        UsageMember.Count("generated_images", UsageSlot.Images),
        // Perplexity's searches, and xAI's.
        UsageMember.Count("num_search_queries", UsageSlot.WebSearches),
        UsageMember.Count("num_sources_used", UsageSlot.WebSearches),
        // xAI states its charge in ticks, ten thousand million to the dollar (docs.x.ai, cost tracking).
        UsageMember.Cost("cost_in_usd_ticks", 0.0000000001m),
        StatedCost.Member,
        StatedCost.OwnKey,
        StatedCost.Details,
    ]);

    /// <summary>Reads a usage object.</summary>
    /// <param name="json">The raw value of the <c>usage</c> member.</param>
    /// <param name="usage">The counts.</param>
    /// <returns>False when it is no object, counts no input, or a count is negative, fractional or beyond 53 bits:
    /// a usage that makes no sense is not believed in part.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage) => Shape.TryRead(json, Normalise, out usage);

    /// <summary>Reads the usage object that a reader stands on, and leaves the reader on its end.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    internal static bool TryRead(ref Utf8JsonReader reader, out TokenUsage usage) => Shape.TryRead(ref reader, Normalise, out usage);

    private static TokenUsage? Normalise(ref UsageSlots slots)
    {
        // Recordings may be counted in seconds alone, and pictures by the piece.
        if (!slots.States(UsageSlot.Input) && !slots.States(UsageSlot.AudioMicros) && !slots.States(UsageSlot.Images)) return null;
        var (input, output, reasoning) = (slots[UsageSlot.Input], slots[UsageSlot.Output], slots[UsageSlot.Reasoning]);
        var hidden = slots[UsageSlot.Total] - input - output;
        // xAI and Gemini's OpenAI-compatible API count thoughts in the total alone, and charge them as output; the latter does not say how many they are.
        // What Voxtral's total has more are the recordings, whose seconds it charges.
        var areThoughts = slots.States(UsageSlot.Input) && !slots.States(UsageSlot.AudioMicros);
        if (areThoughts && hidden > 0 && (reasoning == 0 || reasoning == hidden)) (output, reasoning) = (output + hidden, hidden);
        return new TokenUsage(
            input, output, Math.Max(slots[UsageSlot.CachedInput], slots[UsageSlot.CachedInputAgain]), slots[UsageSlot.CacheWrite],
            reasoning, slots[UsageSlot.AudioInput], slots[UsageSlot.AudioOutput], 0, slots.Extras());
    }
}
