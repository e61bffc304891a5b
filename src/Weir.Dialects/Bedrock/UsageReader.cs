using System.Text.Json;
using Weir.Dialects.Json;
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
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage) => UsageJson.TryRead(json, TryRead, out usage);

    private static bool TryRead(ref Utf8JsonReader reader, out TokenUsage usage)
    {
        usage = default;
        if (!UsageJson.Enter(ref reader)) return false;
        long input = -1, output = 0, read = 0, written = 0;
        var good = true;
        while (UsageJson.Next(ref reader))
        {
            if (reader.ValueTextEquals("inputTokens"u8)) good &= UsageJson.Count(ref reader, ref input);
            else if (reader.ValueTextEquals("outputTokens"u8)) good &= UsageJson.Count(ref reader, ref output);
            else if (reader.ValueTextEquals("cacheReadInputTokens"u8)) good &= UsageJson.Count(ref reader, ref read);
            else if (reader.ValueTextEquals("cacheWriteInputTokens"u8)) good &= UsageJson.Count(ref reader, ref written);
            else reader.SkipValue();
        }
        if (!good || input < 0) return false;
        usage = new TokenUsage(input + read + written, output, read, written);
        return true;
    }
}
