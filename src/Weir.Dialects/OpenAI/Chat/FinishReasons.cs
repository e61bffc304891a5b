using System.Text.Json;
using Weir.Dialects.Answers;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>The words of <c>finish_reason</c>.</summary>
internal static class FinishReasons
{
    /// <summary>Words that servers give, OpenAI's first; kept so that reading one allocates nothing.</summary>
    private static readonly (string Word, StopReason Reason)[] Known =
    [
        ("stop", StopReason.EndTurn),
        ("length", StopReason.MaxTokens),
        ("tool_calls", StopReason.ToolCalls),
        ("content_filter", StopReason.ContentFilter),
        ("function_call", StopReason.ToolCalls),
        ("eos", StopReason.EndTurn),
        ("end_turn", StopReason.EndTurn),
        ("max_tokens", StopReason.MaxTokens),
        ("model_length", StopReason.ContextWindow),
        ("tool_use", StopReason.ToolCalls),
    ];

    /// <summary>Reads the string that a reader stands on.</summary>
    public static (StopReason Reason, string Word) Read(ref Utf8JsonReader reader)
    {
        foreach (var (word, reason) in Known)
            if (reader.ValueTextEquals(word)) return (reason, word);
        return (StopReason.Other, reader.GetString() ?? "");
    }

    /// <summary>OpenAI's word for a reason; null counts as the usual end.</summary>
    public static ReadOnlySpan<byte> Of(StopReason? reason) => reason switch
    {
        StopReason.MaxTokens or StopReason.ContextWindow => "length"u8,
        StopReason.ToolCalls => "tool_calls"u8,
        StopReason.ContentFilter or StopReason.Refusal => "content_filter"u8,
        _ => "stop"u8,
    };
}
