using Weir.Dialects.Usage;

namespace Weir.Dialects.Anthropic;

/// <summary>Reads Anthropic's <c>usage</c> object.</summary>
public static class UsageReader
{
    /// <summary>Reads a usage object.</summary>
    /// <param name="json">The raw value of the <c>usage</c> member.</param>
    /// <param name="usage">The counts, with cached tokens as part of the input.</param>
    /// <returns>False when it is no object, names no token count, or a count is negative, fractional or beyond 53 bits:
    /// a usage that makes no sense is not believed in part.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage) => UsageCounts.TryRead(json, out usage);
}
