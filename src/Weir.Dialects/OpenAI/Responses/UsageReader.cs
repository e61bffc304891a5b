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
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage) => UsageJson.TryRead(json, TryRead, out usage);

    private static bool TryRead(ref Utf8JsonReader reader, out TokenUsage usage) => OpenAI.UsageReader.TryRead(
        ref reader, "input_tokens"u8, "input_tokens_details"u8, "output_tokens"u8, "output_tokens_details"u8, out usage);
}
