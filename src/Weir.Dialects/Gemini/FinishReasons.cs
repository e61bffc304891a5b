using System.Text.Json;
using Weir.Dialects.Answers;

namespace Weir.Dialects.Gemini;

/// <summary>Gemini's words for why an answer ended.</summary>
internal static class FinishReasons
{
    /// <summary>What a word says; null for the one that says nothing.</summary>
    public static StopReason? Of(string word) => word switch
    {
        "FINISH_REASON_UNSPECIFIED" => null,
        "STOP" => StopReason.EndTurn,
        "MAX_TOKENS" => StopReason.MaxTokens,
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" => StopReason.ContentFilter,
        "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION" => StopReason.ContentFilter,
        _ => StopReason.Other,
    };

    /// <summary>The word for a reason. Gemini says that the model waits for functions by nothing but their calls.</summary>
    public static ReadOnlySpan<byte> Word(StopReason reason) => reason switch
    {
        StopReason.MaxTokens or StopReason.ContextWindow => "MAX_TOKENS"u8,
        StopReason.ContentFilter or StopReason.Refusal => "SAFETY"u8,
        StopReason.Other => "OTHER"u8,
        _ => "STOP"u8,
    };

    /// <summary>The string that a reader stands on; the usual words are constants.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String) return null;
        if (reader.ValueTextEquals("STOP"u8)) return "STOP";
        if (reader.ValueTextEquals("MAX_TOKENS"u8)) return "MAX_TOKENS";
        return reader.GetString();
    }
}
