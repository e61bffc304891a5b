using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Anthropic;

/// <summary>
/// Reads Anthropic's <c>usage</c> object, where <c>input_tokens</c> counts neither what was read from the prompt cache nor what was
/// written to it, and <c>output_tokens</c> includes thoughts.
/// </summary>
public static class UsageReader
{
    /// <summary>Reads a usage object.</summary>
    /// <param name="json">The raw value of the <c>usage</c> member.</param>
    /// <param name="usage">The counts, with cached tokens as part of the input.</param>
    /// <returns>False when it is no object, names no token count, or a count is negative, fractional or beyond 2^53:
    /// a usage that makes no sense is not believed in part.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage)
    {
        usage = default;
        try
        {
            var reader = new Utf8JsonReader(json);
            var counts = default(UsageCounts);
            if (!reader.Read() || !counts.TryTake(ref reader)) return false;
            usage = counts.Normalised;
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter comes from names with an escaped half of a surrogate pair.
            return false;
        }
    }
}
