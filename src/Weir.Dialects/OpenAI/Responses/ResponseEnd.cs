using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>How a response came to its end.</summary>
internal static class ResponseEnd
{
    /// <summary>Hands on why a finished response stopped, and what it cost.</summary>
    public static void Take(JsonElement response, bool hasCalls, IAnswerSink sink)
    {
        var (reason, word) = Reason(response, hasCalls);
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Reason = reason, Word = word });
        TakeUsage(response, sink);
    }

    public static void TakeUsage(JsonElement response, IAnswerSink sink)
    {
        if (response.ValueKind != JsonValueKind.Object || !response.TryGetProperty("usage"u8, out var raw) || !UsageReader.TryRead(RawJson.Of(raw), out TokenUsage usage)) return;
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = usage.Under(TierOf(response)), IsFinal = true });
    }

    /// <summary>The service tier that a response came under.</summary>
    public static ServiceTier TierOf(JsonElement response) => response.TryGetProperty("service_tier"u8, out var tier) ? ServiceTiers.Read(RawJson.Of(tier)) : ServiceTier.Unstated;

    private static (StopReason Reason, string Word) Reason(JsonElement response, bool hasCalls)
    {
        if (!ItemPieces.Member(response, "status"u8).SequenceEqual("incomplete"u8)) return (hasCalls ? StopReason.ToolCalls : StopReason.EndTurn, "completed");
        var why = response.TryGetProperty("incomplete_details"u8, out var details) ? ItemPieces.Member(details, "reason"u8) : default;
        if (why.SequenceEqual("max_output_tokens"u8)) return (StopReason.MaxTokens, "max_output_tokens");
        if (why.SequenceEqual("content_filter"u8)) return (StopReason.ContentFilter, "content_filter");
        return (StopReason.Other, RawJson.Say(why) is { Length: > 0 } word ? word : "incomplete");
    }
}
