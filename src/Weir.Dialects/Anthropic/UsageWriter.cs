using System.Buffers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Anthropic;

/// <summary>Writes a <c>usage</c> object in Anthropic's terms: the input is what was neither read from the cache nor written to it.</summary>
internal static class UsageWriter
{
    public static void Write(IBufferWriter<byte> output, in TokenUsage usage)
    {
        output.Write("{\"input_tokens\":"u8);
        output.WriteNumber(Math.Max(0, usage.Input - usage.CachedInput - usage.CacheWrite));
        output.Write(",\"cache_creation_input_tokens\":"u8);
        output.WriteNumber(usage.CacheWrite);
        if (usage.CacheWriteHour > 0)
        {
            output.Write(",\"cache_creation\":{\"ephemeral_5m_input_tokens\":"u8);
            output.WriteNumber(usage.CacheWrite - usage.CacheWriteHour);
            output.Write(",\"ephemeral_1h_input_tokens\":"u8);
            output.WriteNumber(usage.CacheWriteHour);
            output.Write("}"u8);
        }
        output.Write(",\"cache_read_input_tokens\":"u8);
        output.WriteNumber(usage.CachedInput);
        output.Write(",\"output_tokens\":"u8);
        output.WriteNumber(usage.Output);
        if (usage.Reasoning > 0)
        {
            output.Write(",\"output_tokens_details\":{\"thinking_tokens\":"u8);
            output.WriteNumber(usage.Reasoning);
            output.Write("}"u8);
        }
        output.Write("}"u8);
    }
}
