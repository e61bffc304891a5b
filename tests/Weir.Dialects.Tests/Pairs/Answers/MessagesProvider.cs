using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>How Anthropic says a reply.</summary>
internal static class MessagesProvider
{
    public static IEnumerable<(string Name, string Data)> Stream(Reply reply, Fragments cut) =>
        Events(reply, cut).Select(data => (data[9..data.IndexOf('"', 9)], data));

    public static string Whole(Reply reply, Fragments cut)
    {
        var blocks = new List<string>();
        if (HasThoughts(reply)) blocks.Add($$$$$"""{"type":"thinking","thinking":{{{{{cut.Quote(reply.Thoughts)}}}}},"signature":{{{{{Js.Quote(reply.Signature)}}}}}}""");
        if (reply.Text.Length > 0) blocks.Add($$$$$"""{"type":"text","text":{{{{{cut.Quote(reply.Text)}}}}}}""");
        blocks.AddRange(reply.Calls.Select(call => $$$$$"""{"type":"tool_use","id":{{{{{Js.Quote(call.Id)}}}}},"name":{{{{{Js.Quote(call.Name)}}}}},"input":{{{{{call.Arguments}}}}}}"""));
        return Message(reply, string.Join(',', blocks), ended: true);
    }

    private static IEnumerable<string> Events(Reply reply, Fragments cut)
    {
        yield return $$$$$"""{"type":"message_start","message":{{{{{Message(reply, "", ended: false)}}}}}}""";
        yield return """{"type":"ping"}""";
        var index = 0;
        if (HasThoughts(reply))
        {
            string[] signature = reply.Signature.Length > 0 ? [$$$$$"""{"type":"signature_delta","signature":{{{{{Js.Quote(reply.Signature)}}}}}}"""] : [];
            foreach (var data in Block(index++, """{"type":"thinking","thinking":"","signature":""}""",
                [.. cut.Cut(reply.Thoughts).Select(piece => $$$$$"""{"type":"thinking_delta","thinking":{{{{{cut.Quote(piece)}}}}}}"""), .. signature])) yield return data;
        }
        if (reply.Text.Length > 0)
            foreach (var data in Block(index++, """{"type":"text","text":""}""", cut.Cut(reply.Text).Select(piece => $$$$$"""{"type":"text_delta","text":{{{{{cut.Quote(piece)}}}}}}"""))) yield return data;
        foreach (var call in reply.Calls)
            foreach (var data in Block(index++, $$$$$"""{"type":"tool_use","id":{{{{{Js.Quote(call.Id)}}}}},"name":{{{{{Js.Quote(call.Name)}}}}},"input":{}}""",
                cut.Cut(call.Arguments == "{}" ? "" : call.Arguments).Select(piece => $$$$$"""{"type":"input_json_delta","partial_json":{{{{{cut.Quote(piece)}}}}}}"""))) yield return data;
        yield return $$$$$"""{"type":"message_delta","delta":{"stop_reason":"{{{{{Word(reply.Stop)}}}}}","stop_sequence":{{{{{Sequence(reply)}}}}}},"usage":{{{{{Usage(reply.Usage ?? default)}}}}}}""";
        yield return """{"type":"message_stop"}""";
    }

    private static IEnumerable<string> Block(int index, string start, IEnumerable<string> deltas) =>
    [
        $$$$$"""{"type":"content_block_start","index":{{{{{index}}}}},"content_block":{{{{{start}}}}}}""",
        .. deltas.Select(delta => $$$$$"""{"type":"content_block_delta","index":{{{{{index}}}}},"delta":{{{{{delta}}}}}}"""),
        $$$$$"""{"type":"content_block_stop","index":{{{{{index}}}}}}""",
    ];

    private static bool HasThoughts(Reply reply) => reply.Thoughts.Length + reply.Signature.Length > 0;

    private static string Sequence(Reply reply) => reply.StopSequence.Length > 0 ? Js.Quote(reply.StopSequence) : "null";

    private static string Message(Reply reply, string content, bool ended)
    {
        var usage = reply.Usage ?? default;
        return $$$$$"""
            {"id":"msg_up","type":"message","role":"assistant","model":{{{{{Js.Quote(reply.Model)}}}}},"content":[{{{{{content}}}}}],"stop_reason":{{{{{(ended ? $"\"{Word(reply.Stop)}\"" : "null")}}}}},"stop_sequence":{{{{{(ended ? Sequence(reply) : "null")}}}}},"usage":{{{{{Usage(ended ? usage : usage with { Output = 1, Reasoning = 0 })}}}}}}
            """;
    }

    private static string Usage(TokenUsage usage) => $$$$$"""
        {"input_tokens":{{{{{usage.Input - usage.CachedInput - usage.CacheWrite}}}}},"cache_read_input_tokens":{{{{{usage.CachedInput}}}}},"cache_creation_input_tokens":{{{{{usage.CacheWrite}}}}},"output_tokens":{{{{{usage.Output}}}}},"output_tokens_details":{"thinking_tokens":{{{{{usage.Reasoning}}}}}}}
        """;

    private static string Word(StopReason reason) => reason switch
    {
        StopReason.MaxTokens => "max_tokens",
        StopReason.StopSequence => "stop_sequence",
        StopReason.ToolCalls => "tool_use",
        StopReason.ContentFilter => "refusal",
        _ => "end_turn",
    };
}
