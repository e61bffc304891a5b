using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.OpenAI;

/// <summary>
/// Reads OpenAI's <c>usage</c> object (chat completions, embeddings, legacy completions), where cached tokens are part of
/// <c>prompt_tokens</c> and reasoning tokens are part of <c>completion_tokens</c>.
/// </summary>
public static class UsageReader
{
    /// <summary>No count reaches it, and no sum of counts overflows.</summary>
    private const long Most = 1L << 53;

    /// <summary>Reads a usage object.</summary>
    /// <param name="json">The raw value of the <c>usage</c> member.</param>
    /// <param name="usage">The counts.</param>
    /// <returns>False when it is no object, names no token count, or a count is negative, fractional or beyond 53 bits:
    /// a usage that makes no sense is not believed in part.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage)
    {
        usage = default;
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() && TryRead(ref reader, out usage);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter comes from names with an escaped half of a surrogate pair.
            usage = default;
            return false;
        }
    }

    /// <summary>Reads the usage object that a reader stands on, and leaves the reader on its end.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    internal static bool TryRead(ref Utf8JsonReader reader, out TokenUsage usage)
    {
        usage = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }
        long input = -1, output = 0, total = 0, cached = 0, otherCached = 0, cacheWrite = 0, reasoning = 0, audioIn = 0, audioOut = 0;
        var good = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt_tokens"u8)) good &= Count(ref reader, ref input);
            else if (reader.ValueTextEquals("completion_tokens"u8)) good &= Count(ref reader, ref output);
            else if (reader.ValueTextEquals("total_tokens"u8)) good &= Count(ref reader, ref total);
            // Moonshot's name for it, and DeepSeek's.
            else if (reader.ValueTextEquals("cached_tokens"u8) || reader.ValueTextEquals("prompt_cache_hit_tokens"u8)) good &= Count(ref reader, ref otherCached);
            else if (reader.ValueTextEquals("prompt_tokens_details"u8))
                good &= Details(ref reader, "cached_tokens"u8, ref cached, "cache_write_tokens"u8, ref cacheWrite, "audio_tokens"u8, ref audioIn);
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
                good &= Details(ref reader, "reasoning_tokens"u8, ref reasoning, "audio_tokens"u8, ref audioOut, default, ref audioOut);
            else SkipValue(ref reader);
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

    internal static bool Details(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> nameA, ref long a, ReadOnlySpan<byte> nameB, ref long b, ReadOnlySpan<byte> nameC, ref long c)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return reader.TokenType == JsonTokenType.Null;
        }
        var good = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(nameA)) good &= Count(ref reader, ref a);
            else if (reader.ValueTextEquals(nameB)) good &= Count(ref reader, ref b);
            else if (!nameC.IsEmpty && reader.ValueTextEquals(nameC)) good &= Count(ref reader, ref c);
            else SkipValue(ref reader);
        }
        return good;
    }

    internal static bool Count(ref Utf8JsonReader reader, ref long count)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value is >= 0 and < Most)
        {
            count = value;
            return true;
        }
        reader.Skip();
        return false;
    }

    internal static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
