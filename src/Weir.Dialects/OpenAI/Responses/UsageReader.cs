using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>
/// Reads the <c>usage</c> object of <c>/v1/responses</c>, where cached tokens are part of <c>input_tokens</c> and reasoning tokens
/// are part of <c>output_tokens</c>.
/// </summary>
public static class UsageReader
{
    /// <summary>Reads a usage object.</summary>
    /// <param name="json">The raw value of the <c>usage</c> member.</param>
    /// <param name="usage">The counts.</param>
    /// <returns>False when it is no object, does not name <c>input_tokens</c>, or a count is negative, fractional or beyond 53
    /// bits: a usage that makes no sense is not believed in part.</returns>
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

    private static bool TryRead(ref Utf8JsonReader reader, out TokenUsage usage)
    {
        usage = default;
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        long input = -1, output = 0, cached = 0, cacheWrite = 0, reasoning = 0, audioIn = 0, audioOut = 0;
        var good = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("input_tokens"u8)) good &= OpenAI.UsageReader.Count(ref reader, ref input);
            else if (reader.ValueTextEquals("output_tokens"u8)) good &= OpenAI.UsageReader.Count(ref reader, ref output);
            else if (reader.ValueTextEquals("input_tokens_details"u8))
                good &= OpenAI.UsageReader.Details(ref reader, "cached_tokens"u8, ref cached, "cache_write_tokens"u8, ref cacheWrite, "audio_tokens"u8, ref audioIn);
            else if (reader.ValueTextEquals("output_tokens_details"u8))
                good &= OpenAI.UsageReader.Details(ref reader, "reasoning_tokens"u8, ref reasoning, "audio_tokens"u8, ref audioOut, default, ref audioOut);
            else OpenAI.UsageReader.SkipValue(ref reader);
        }
        if (!good || input < 0) return false;
        usage = new TokenUsage(input, output, cached, cacheWrite, reasoning, audioIn, audioOut);
        return true;
    }
}
