using System.Text.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Gemini;

/// <summary>Writes <c>usageMetadata</c>.</summary>
internal static class UsageWriter
{
    public static void Write(Utf8JsonWriter writer, TokenUsage usage)
    {
        writer.WriteStartObject("usageMetadata"u8);
        writer.WriteNumber("promptTokenCount"u8, usage.Input);
        // Thoughts are counted apart here.
        writer.WriteNumber("candidatesTokenCount"u8, Math.Max(0, usage.Output - usage.Reasoning));
        writer.WriteNumber("totalTokenCount"u8, usage.Total);
        if (usage.CachedInput > 0) writer.WriteNumber("cachedContentTokenCount"u8, usage.CachedInput);
        if (usage.Reasoning > 0) writer.WriteNumber("thoughtsTokenCount"u8, usage.Reasoning);
        WriteDetails(writer, "promptTokensDetails"u8, usage.Input, usage.AudioInput);
        WriteDetails(writer, "candidatesTokensDetails"u8, usage.Output - usage.Reasoning, usage.AudioOutput);
        writer.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long all, long audio)
    {
        if (audio == 0) return;
        writer.WriteStartArray(name);
        WriteDetail(writer, "TEXT"u8, Math.Max(0, all - audio));
        WriteDetail(writer, "AUDIO"u8, audio);
        writer.WriteEndArray();
    }

    private static void WriteDetail(Utf8JsonWriter writer, ReadOnlySpan<byte> modality, long count)
    {
        writer.WriteStartObject();
        writer.WriteString("modality"u8, modality);
        writer.WriteNumber("tokenCount"u8, count);
        writer.WriteEndObject();
    }
}
