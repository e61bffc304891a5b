using System.Text.Json;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Gemini;

/// <summary>
/// Reads Gemini's <c>usageMetadata</c>, where cached tokens are part of <c>promptTokenCount</c>, but neither are thoughts part of
/// <c>candidatesTokenCount</c> nor what tools brought in part of <c>promptTokenCount</c>.
/// </summary>
public static class UsageReader
{
    /// <summary>Reads a usage object.</summary>
    /// <param name="json">The raw value of the <c>usageMetadata</c> member.</param>
    /// <param name="usage">The counts.</param>
    /// <returns>False when it is no object, names no token count, or a count is negative, fractional or beyond 53 bits:
    /// a usage that makes no sense is not believed in part.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage) => UsageJson.TryRead(json, TryRead, out usage);

    private static bool TryRead(ref Utf8JsonReader reader, out TokenUsage usage)
    {
        usage = default;
        if (!UsageJson.Enter(ref reader)) return false;
        long prompt = -1, tools = 0, answer = -1, thoughts = 0, cached = 0, total = -1, audioIn = 0, audioOut = 0;
        var good = true;
        while (UsageJson.Next(ref reader))
        {
            if (reader.ValueTextEquals("promptTokenCount"u8)) good &= UsageJson.Count(ref reader, ref prompt);
            else if (reader.ValueTextEquals("toolUsePromptTokenCount"u8)) good &= UsageJson.Count(ref reader, ref tools);
            else if (reader.ValueTextEquals("candidatesTokenCount"u8)) good &= UsageJson.Count(ref reader, ref answer);
            else if (reader.ValueTextEquals("thoughtsTokenCount"u8)) good &= UsageJson.Count(ref reader, ref thoughts);
            else if (reader.ValueTextEquals("cachedContentTokenCount"u8)) good &= UsageJson.Count(ref reader, ref cached);
            else if (reader.ValueTextEquals("totalTokenCount"u8)) good &= UsageJson.Count(ref reader, ref total);
            else if (reader.ValueTextEquals("promptTokensDetails"u8)) good &= Audio(ref reader, ref audioIn);
            else if (reader.ValueTextEquals("candidatesTokensDetails"u8)) good &= Audio(ref reader, ref audioOut);
            else reader.SkipValue();
        }
        // A total alone does not say what was read and what was written, which cost differently.
        if (!good || (prompt < 0 && answer < 0 && total != 0)) return false;
        usage = new TokenUsage(Math.Max(0, prompt) + tools, Math.Max(0, answer) + thoughts, cached, 0, thoughts, audioIn, audioOut);
        return true;
    }

    /// <summary>Adds up what a list of counts by modality says of audio.</summary>
    private static bool Audio(ref Utf8JsonReader reader, ref long audio)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return reader.TokenType == JsonTokenType.Null;
        }
        var good = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            long count = 0;
            var isAudio = false;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }
            while (UsageJson.Next(ref reader))
            {
                if (reader.ValueTextEquals("tokenCount"u8)) good &= UsageJson.Count(ref reader, ref count);
                else if (reader.ValueTextEquals("modality"u8))
                {
                    reader.Read();
                    isAudio = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("AUDIO"u8);
                    reader.Skip();
                }
                else reader.SkipValue();
            }
            if (isAudio) audio += count;
        }
        return good;
    }
}
