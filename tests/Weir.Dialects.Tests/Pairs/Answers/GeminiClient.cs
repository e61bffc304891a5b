using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>What a client of Gemini makes of an answer; an answer as a whole is a stream of one event.</summary>
internal static class GeminiClient
{
    public static Reply Hear(IReadOnlyList<JsonElement> responses)
    {
        var candidates = responses.SelectMany(response => response.List("candidates")).ToList();
        var parts = candidates.SelectMany(candidate => candidate.Get("content")?.List("parts") ?? []).ToList();
        var finish = candidates.Select(candidate => candidate.Text("finishReason")).Single(word => word.Length > 0);
        string Of(bool thoughts) => string.Concat(parts.Where(part => (part.Get("thought")?.GetBoolean() ?? false) == thoughts).Select(part => part.Text("text")));
        ReplyCall[] calls = [.. parts.Select(part => part.Get("functionCall")).OfType<JsonElement>().Select(call => new ReplyCall("*", call.Text("name"), call.Get("args")?.GetRawText() ?? "{}"))];
        return new Reply
        {
            Model = responses.Select(response => response.Text("modelVersion")).Last(model => model.Length > 0),
            Thoughts = Of(thoughts: true), Text = Of(thoughts: false), Calls = calls, Signature = string.Concat(parts.Select(part => part.Text("thoughtSignature"))),
            Stop = finish switch
            {
                "STOP" => calls.Length > 0 ? StopReason.ToolCalls : StopReason.EndTurn,
                "MAX_TOKENS" => StopReason.MaxTokens,
                "SAFETY" => StopReason.ContentFilter,
                _ => throw new InvalidOperationException($"finishReason '{finish}'"),
            },
            Usage = responses.Select(response => Usage(response.Get("usageMetadata"))).LastOrDefault(usage => usage is not null),
        };
    }

    private static TokenUsage? Usage(JsonElement? usage) => usage is null ? null : new TokenUsage(
        usage.Count("promptTokenCount"), usage.Count("candidatesTokenCount") + usage.Count("thoughtsTokenCount"), usage.Count("cachedContentTokenCount"), 0, usage.Count("thoughtsTokenCount"));
}
