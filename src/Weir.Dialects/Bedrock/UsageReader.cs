using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Bedrock;

/// <summary>Reads Converse's <c>usage</c>, where tokens read from and written to a prompt cache are no part of <c>inputTokens</c>.</summary>
public static class UsageReader
{
    /// <summary>Reads a usage object.</summary>
    /// <param name="json">The raw value of the <c>usage</c> member.</param>
    /// <param name="usage">The counts.</param>
    /// <returns>False when it is no object, names no input tokens, or a count is negative, fractional or beyond 53 bits:
    /// a usage that makes no sense is not believed in part.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage)
    {
        usage = default;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            long input = -1, output = 0, read = 0, written = 0;
            var good = true;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("inputTokens"u8)) good &= Count(ref reader, ref input);
                else if (reader.ValueTextEquals("outputTokens"u8)) good &= Count(ref reader, ref output);
                else if (reader.ValueTextEquals("cacheReadInputTokens"u8)) good &= Count(ref reader, ref read);
                else if (reader.ValueTextEquals("cacheWriteInputTokens"u8)) good &= Count(ref reader, ref written);
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
            if (!good || input < 0) return false;
            usage = new TokenUsage(input + read + written, output, read, written);
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter comes from names with an escaped half of a surrogate pair.
            return false;
        }
    }

    private static bool Count(ref Utf8JsonReader reader, ref long count)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value is >= 0 and < 1L << 53)
        {
            count = value;
            return true;
        }
        reader.Skip();
        return false;
    }
}
