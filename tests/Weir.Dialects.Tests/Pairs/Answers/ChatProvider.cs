using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>How a provider of OpenAI's chat says a reply.</summary>
internal static class ChatProvider
{
    public static IEnumerable<(string Name, string Data)> Stream(Reply reply, Fragments cut)
    {
        yield return Chunk(reply, """{"role":"assistant","content":""}""");
        foreach (var piece in cut.Cut(reply.Thoughts)) yield return Chunk(reply, $$$$$"""{"reasoning_content":{{{{{cut.Quote(piece)}}}}}}""");
        foreach (var piece in cut.Cut(reply.Text)) yield return Chunk(reply, $$$$$"""{"content":{{{{{cut.Quote(piece)}}}}}}""");
        foreach (var piece in cut.Cut(reply.Refusal)) yield return Chunk(reply, $$$$$"""{"refusal":{{{{{cut.Quote(piece)}}}}}}""");
        foreach (var call in cut.Weave(reply.Calls.Select((call, index) => Call(call, index, cut)))) yield return Chunk(reply, $$$$$"""{"tool_calls":[{{{{{call}}}}}]}""");
        yield return Chunk(reply, "{}", Word(reply.Stop));
        if (reply.Usage is { } usage) yield return ("", $$$$$"""{"id":"chatcmpl-up","object":"chat.completion.chunk","created":1,"model":{{{{{Js.Quote(reply.Model)}}}}},"choices":[],"usage":{{{{{Usage(usage)}}}}}}""");
        yield return ("", "[DONE]");
    }

    public static string Whole(Reply reply, Fragments cut)
    {
        var calls = string.Join(',', reply.Calls.Select(call =>
            $$$$$"""{"id":{{{{{Js.Quote(call.Id)}}}}},"type":"function","function":{"name":{{{{{Js.Quote(call.Name)}}}}},"arguments":{{{{{cut.Quote(call.Arguments)}}}}}}}"""));
        return $$$$$"""
            {"id":"chatcmpl-up","object":"chat.completion","created":1,"model":{{{{{Js.Quote(reply.Model)}}}}},"choices":[{"index":0,"logprobs":null,
             "message":{"role":"assistant","content":{{{{{(reply.Text.Length > 0 ? cut.Quote(reply.Text) : "null")}}}}},"refusal":{{{{{(reply.Refusal.Length > 0 ? cut.Quote(reply.Refusal) : "null")}}}}}
             {{{{{(reply.Thoughts.Length > 0 ? $",\"reasoning_content\":{cut.Quote(reply.Thoughts)}" : "")}}}}}{{{{{(calls.Length > 0 ? $",\"tool_calls\":[{calls}]" : "")}}}}} },
             "finish_reason":"{{{{{Word(reply.Stop)}}}}}"}]{{{{{(reply.Usage is { } usage ? ",\"usage\":" + Usage(usage) : "")}}}}} }
            """;
    }

    private static IEnumerable<string> Call(ReplyCall call, int index, Fragments cut) =>
    [
        $$$$$"""{"index":{{{{{index}}}}},"id":{{{{{Js.Quote(call.Id)}}}}},"type":"function","function":{"name":{{{{{Js.Quote(call.Name)}}}}},"arguments":""}}""",
        .. cut.Cut(call.Arguments).Select(piece => $$$$$"""{"index":{{{{{index}}}}},"function":{"arguments":{{{{{cut.Quote(piece)}}}}}}}"""),
    ];

    private static (string Name, string Data) Chunk(Reply reply, string delta, string? finish = null) =>
        ("", $$$$$"""{"id":"chatcmpl-up","object":"chat.completion.chunk","created":1,"model":{{{{{Js.Quote(reply.Model)}}}}},"choices":[{"index":0,"delta":{{{{{delta}}}}},"finish_reason":{{{{{(finish is null ? "null" : $"\"{finish}\"")}}}}}}]}""");

    private static string Usage(TokenUsage usage) => $$$$$"""
        {"prompt_tokens":{{{{{usage.Input}}}}},"completion_tokens":{{{{{usage.Output}}}}},"total_tokens":{{{{{usage.Total}}}}},"prompt_tokens_details":{"cached_tokens":{{{{{usage.CachedInput}}}}},"cache_write_tokens":{{{{{usage.CacheWrite}}}}}},"completion_tokens_details":{"reasoning_tokens":{{{{{usage.Reasoning}}}}}}}
        """;

    private static string Word(StopReason reason) => reason switch
    {
        StopReason.MaxTokens => "length",
        StopReason.ToolCalls => "tool_calls",
        StopReason.ContentFilter => "content_filter",
        _ => "stop",
    };
}
