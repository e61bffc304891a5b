using System.Text;
using Weir.Dialects.Answers;

namespace Weir.Dialects.Anthropic;

/// <summary>Anthropic's words for why an answer stopped.</summary>
internal static class StopWords
{
    /// <summary>Reads a word, which is given back as a constant where it is a known one.</summary>
    public static StopReason Read(ReadOnlySpan<byte> inside, out string word)
    {
        (word, var reason) = inside switch
        {
            _ when inside.SequenceEqual("end_turn"u8) => ("end_turn", StopReason.EndTurn),
            _ when inside.SequenceEqual("tool_use"u8) => ("tool_use", StopReason.ToolCalls),
            _ when inside.SequenceEqual("max_tokens"u8) => ("max_tokens", StopReason.MaxTokens),
            _ when inside.SequenceEqual("stop_sequence"u8) => ("stop_sequence", StopReason.StopSequence),
            _ when inside.SequenceEqual("refusal"u8) => ("refusal", StopReason.Refusal),
            _ when inside.SequenceEqual("pause_turn"u8) => ("pause_turn", StopReason.Pause),
            _ when inside.SequenceEqual("model_context_window_exceeded"u8) => ("model_context_window_exceeded", StopReason.ContextWindow),
            _ => (Encoding.UTF8.GetString(inside), StopReason.Other),
        };
        return reason;
    }

    /// <summary>The reason of an answer that called tools: some servers say that the turn ended.</summary>
    public static StopReason WithCalls(StopReason reason, bool anyCalls) =>
        anyCalls && reason is (StopReason.EndTurn or StopReason.Other) ? StopReason.ToolCalls : reason;

    /// <summary>The word for a reason; a stop sequence that is not known cannot be named.</summary>
    public static ReadOnlySpan<byte> Of(StopReason? reason, bool knowsSequence) => reason switch
    {
        StopReason.MaxTokens => "max_tokens"u8,
        StopReason.StopSequence when knowsSequence => "stop_sequence"u8,
        StopReason.ToolCalls => "tool_use"u8,
        StopReason.ContentFilter or StopReason.Refusal => "refusal"u8,
        StopReason.Pause => "pause_turn"u8,
        StopReason.ContextWindow => "model_context_window_exceeded"u8,
        _ => "end_turn"u8,
    };
}
