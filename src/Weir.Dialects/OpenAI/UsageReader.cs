using System.Text.Json;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.OpenAI;

/// <summary>
/// Reads OpenAI's <c>usage</c> object (chat completions, embeddings, legacy completions), where cached tokens are part of
/// <c>prompt_tokens</c> and reasoning tokens are part of <c>completion_tokens</c>.
/// </summary>
public static class UsageReader
{
    /// <summary>Reads a usage object.</summary>
    /// <param name="json">The raw value of the <c>usage</c> member.</param>
    /// <param name="usage">The counts.</param>
    /// <returns>False when it is no object, names no token count, or a count is negative, fractional or beyond 53 bits:
    /// a usage that makes no sense is not believed in part.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage) => UsageJson.TryRead(json, TryRead, out usage);

    /// <summary>Reads the usage object that a reader stands on, and leaves the reader on its end.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    internal static bool TryRead(ref Utf8JsonReader reader, out TokenUsage usage) =>
        TryRead(ref reader, "prompt_tokens"u8, "prompt_tokens_details"u8, "completion_tokens"u8, "completion_tokens_details"u8, out usage);

    /// <summary>Reads a usage object whose members have one of OpenAI's two sets of names.</summary>
    internal static bool TryRead(
        ref Utf8JsonReader reader,
        ReadOnlySpan<byte> inputName, ReadOnlySpan<byte> inputDetails, ReadOnlySpan<byte> outputName, ReadOnlySpan<byte> outputDetails,
        out TokenUsage usage)
    {
        usage = default;
        if (!UsageJson.Enter(ref reader)) return false;
        long input = -1, output = 0, total = 0, cached = 0, otherCached = 0, cacheWrite = 0, reasoning = 0, audioIn = 0, audioOut = 0;
        var good = true;
        while (UsageJson.Next(ref reader))
        {
            if (reader.ValueTextEquals(inputName)) good &= UsageJson.Count(ref reader, ref input);
            else if (reader.ValueTextEquals(outputName)) good &= UsageJson.Count(ref reader, ref output);
            else if (reader.ValueTextEquals("total_tokens"u8)) good &= UsageJson.Count(ref reader, ref total);
            else if (reader.ValueTextEquals(inputDetails)) good &= InputDetails(ref reader, ref cached, ref cacheWrite, ref audioIn);
            else if (reader.ValueTextEquals(outputDetails)) good &= OutputDetails(ref reader, ref reasoning, ref audioOut);
            // Moonshot's name for it, and DeepSeek's.
            else if (reader.ValueTextEquals("cached_tokens"u8) || reader.ValueTextEquals("prompt_cache_hit_tokens"u8)) good &= UsageJson.Count(ref reader, ref otherCached);
            else reader.SkipValue();
        }
        if (!good || input < 0) return false;
        AddHidden(total - input - output, ref output, ref reasoning);
        usage = new TokenUsage(input, output, Math.Max(cached, otherCached), cacheWrite, reasoning, audioIn, audioOut);
        return true;
    }

    /// <summary>xAI and Gemini's OpenAI-compatible API count thoughts in the total alone, and charge them as output; the latter does not say how many they are.</summary>
    private static void AddHidden(long hidden, ref long output, ref long reasoning)
    {
        if (hidden <= 0 || (reasoning > 0 && reasoning != hidden)) return;
        output += hidden;
        reasoning = hidden;
    }

    private static bool InputDetails(ref Utf8JsonReader reader, ref long cached, ref long cacheWrite, ref long audio)
    {
        var good = true;
        if (!UsageJson.Enter(ref reader, ref good)) return good;
        while (UsageJson.Next(ref reader))
        {
            if (reader.ValueTextEquals("cached_tokens"u8)) good &= UsageJson.Count(ref reader, ref cached);
            else if (reader.ValueTextEquals("cache_write_tokens"u8)) good &= UsageJson.Count(ref reader, ref cacheWrite);
            else if (reader.ValueTextEquals("audio_tokens"u8)) good &= UsageJson.Count(ref reader, ref audio);
            else reader.SkipValue();
        }
        return good;
    }

    private static bool OutputDetails(ref Utf8JsonReader reader, ref long reasoning, ref long audio)
    {
        var good = true;
        if (!UsageJson.Enter(ref reader, ref good)) return good;
        while (UsageJson.Next(ref reader))
        {
            if (reader.ValueTextEquals("reasoning_tokens"u8)) good &= UsageJson.Count(ref reader, ref reasoning);
            else if (reader.ValueTextEquals("audio_tokens"u8)) good &= UsageJson.Count(ref reader, ref audio);
            else reader.SkipValue();
        }
        return good;
    }
}
