using System.Text.Json;
using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator.Chat;

/// <summary>Writes <c>usage</c> with all of its details.</summary>
internal static class UsageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatUsage usage)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", usage.Prompt);
        writer.WriteNumber("completion_tokens", usage.Completion);
        writer.WriteNumber("total_tokens", usage.Total);
        writer.WriteStartObject("prompt_tokens_details");
        writer.WriteNumber("cached_tokens", usage.Cached);
        writer.WriteNumber("audio_tokens", 0);
        writer.WriteEndObject();
        writer.WriteStartObject("completion_tokens_details");
        writer.WriteNumber("reasoning_tokens", usage.Reasoning);
        writer.WriteNumber("audio_tokens", 0);
        writer.WriteNumber("accepted_prediction_tokens", 0);
        writer.WriteNumber("rejected_prediction_tokens", 0);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
