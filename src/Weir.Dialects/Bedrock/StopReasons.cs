using Weir.Dialects.Answers;

namespace Weir.Dialects.Bedrock;

/// <summary>Converse's words for why an answer ended.</summary>
internal static class StopReasons
{
    public static StopReason Of(string word) => word switch
    {
        "end_turn" => StopReason.EndTurn,
        "tool_use" => StopReason.ToolCalls,
        "max_tokens" => StopReason.MaxTokens,
        "stop_sequence" => StopReason.StopSequence,
        "guardrail_intervened" or "content_filtered" => StopReason.ContentFilter,
        "refusal" => StopReason.Refusal,
        "model_context_window_exceeded" => StopReason.ContextWindow,
        _ => StopReason.Other,
    };

    /// <summary>The piece that ends an answer.</summary>
    /// <param name="word">Bedrock's word, or null when it has none.</param>
    /// <param name="hasCalls">Whether tools were called.</param>
    public static AnswerPiece Piece(string? word, bool hasCalls)
    {
        var reason = word is null ? StopReason.Other : Of(word);
        return new AnswerPiece { Kind = AnswerPieceKind.Stop, Reason = reason == StopReason.EndTurn && hasCalls ? StopReason.ToolCalls : reason, Word = word };
    }
}
