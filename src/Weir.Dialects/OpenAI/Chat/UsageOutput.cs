using System.Buffers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Writes a <c>usage</c> object.</summary>
internal static class UsageOutput
{
    public static void Write(IBufferWriter<byte> output, in TokenUsage usage)
    {
        Write(output, "{\"prompt_tokens\":"u8, usage.Input);
        Write(output, ",\"completion_tokens\":"u8, usage.Output);
        Write(output, ",\"total_tokens\":"u8, usage.Total);
        Write(output, ",\"prompt_tokens_details\":{\"cached_tokens\":"u8, usage.CachedInput);
        Write(output, ",\"cache_write_tokens\":"u8, usage.CacheWrite);
        Write(output, ",\"audio_tokens\":"u8, usage.AudioInput);
        Write(output, "},\"completion_tokens_details\":{\"reasoning_tokens\":"u8, usage.Reasoning);
        Write(output, ",\"audio_tokens\":"u8, usage.AudioOutput);
        // Nothing is predicted where a dialect was translated.
        output.Write(",\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}"u8);
    }

    private static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> member, long count)
    {
        output.Write(member);
        output.WriteNumber(count);
    }
}
