using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>How OpenAI's Responses API says a reply.</summary>
internal static class ResponsesProvider
{
    public static IEnumerable<(string Name, string Data)> Stream(Reply reply, Fragments cut)
    {
        foreach (var (number, data) in Events(reply, cut).Index())
            yield return (data[9..data.IndexOf('"', 9)], data.Insert(data.IndexOf(',', StringComparison.Ordinal), $",\"sequence_number\":{number}"));
    }

    public static string Whole(Reply reply, Fragments cut)
    {
        var items = new List<string>();
        if (HasThoughts(reply)) items.Add(Reasoning(reply, cut.Quote(reply.Thoughts)));
        if (reply.Text.Length > 0 || reply.Refusal.Length > 0) items.Add(Message(Part(reply, cut.Quote(reply.Text + reply.Refusal))));
        items.AddRange(reply.Calls.Select((call, index) => Call(call, index, cut.Quote(call.Arguments), "completed")));
        return Response(reply, Status(reply.Stop), string.Join(',', items));
    }

    private static IEnumerable<string> Events(Reply reply, Fragments cut)
    {
        yield return $$$$$"""{"type":"response.created","response":{{{{{Response(reply, "in_progress", "")}}}}}}""";
        yield return $$$$$"""{"type":"response.in_progress","response":{{{{{Response(reply, "in_progress", "")}}}}}}""";
        var index = 0;
        if (HasThoughts(reply))
        {
            foreach (var data in Thoughts(reply, cut)) yield return data;
            index++;
        }
        if (reply.Text.Length > 0 || reply.Refusal.Length > 0)
        {
            foreach (var data in Said(reply, cut, index)) yield return data;
            index++;
        }
        foreach (var data in cut.Weave(reply.Calls.Select((call, number) => Called(call, number, index + number, cut)))) yield return data;
        var end = reply.Stop is StopReason.MaxTokens or StopReason.ContentFilter ? "incomplete" : "completed";
        yield return $$$$$"""{"type":"response.{{{{{end}}}}}","response":{{{{{Whole(reply, cut)}}}}}}""";
    }

    private static IEnumerable<string> Thoughts(Reply reply, Fragments cut)
    {
        yield return """{"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}""";
        if (reply.Thoughts.Length > 0)
        {
            yield return """{"type":"response.reasoning_summary_part.added","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}""";
            foreach (var piece in cut.Cut(reply.Thoughts))
                yield return $$$$$"""{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":{{{{{cut.Quote(piece)}}}}}}""";
            yield return $$$$$"""{"type":"response.reasoning_summary_text.done","item_id":"rs_1","output_index":0,"summary_index":0,"text":{{{{{cut.Quote(reply.Thoughts)}}}}}}""";
            yield return $$$$$"""{"type":"response.reasoning_summary_part.done","item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":{{{{{cut.Quote(reply.Thoughts)}}}}}}}""";
        }
        yield return $$$$$"""{"type":"response.output_item.done","output_index":0,"item":{{{{{Reasoning(reply, cut.Quote(reply.Thoughts))}}}}}}""";
    }

    private static IEnumerable<string> Said(Reply reply, Fragments cut, int index)
    {
        var kind = reply.Refusal.Length > 0 ? "refusal" : "output_text";
        var text = reply.Text + reply.Refusal;
        yield return $$$$$"""{"type":"response.output_item.added","output_index":{{{{{index}}}}},"item":{"type":"message","id":"msg_1","status":"in_progress","role":"assistant","content":[]}}""";
        yield return $$$$$"""{"type":"response.content_part.added","item_id":"msg_1","output_index":{{{{{index}}}}},"content_index":0,"part":{{{{{Part(reply, "\"\"")}}}}}}""";
        foreach (var piece in cut.Cut(text))
            yield return $$$$$"""{"type":"response.{{{{{kind}}}}}.delta","item_id":"msg_1","output_index":{{{{{index}}}}},"content_index":0,"delta":{{{{{cut.Quote(piece)}}}}}}""";
        yield return $$$$$"""{"type":"response.{{{{{kind}}}}}.done","item_id":"msg_1","output_index":{{{{{index}}}}},"content_index":0,"{{{{{(kind == "refusal" ? "refusal" : "text")}}}}}":{{{{{cut.Quote(text)}}}}}}""";
        yield return $$$$$"""{"type":"response.content_part.done","item_id":"msg_1","output_index":{{{{{index}}}}},"content_index":0,"part":{{{{{Part(reply, cut.Quote(text))}}}}}}""";
        yield return $$$$$"""{"type":"response.output_item.done","output_index":{{{{{index}}}}},"item":{{{{{Message(Part(reply, cut.Quote(text)))}}}}}}""";
    }

    private static IEnumerable<string> Called(ReplyCall call, int number, int index, Fragments cut) =>
    [
        $$$$$"""{"type":"response.output_item.added","output_index":{{{{{index}}}}},"item":{{{{{Call(call, number, "\"\"", "in_progress")}}}}}}""",
        .. cut.Cut(call.Arguments).Select(piece => $$$$$"""{"type":"response.function_call_arguments.delta","item_id":"fc_{{{{{number}}}}}","output_index":{{{{{index}}}}},"delta":{{{{{cut.Quote(piece)}}}}}}"""),
        $$$$$"""{"type":"response.function_call_arguments.done","item_id":"fc_{{{{{number}}}}}","name":{{{{{Js.Quote(call.Name)}}}}},"output_index":{{{{{index}}}}},"arguments":{{{{{cut.Quote(call.Arguments)}}}}}}""",
        $$$$$"""{"type":"response.output_item.done","output_index":{{{{{index}}}}},"item":{{{{{Call(call, number, cut.Quote(call.Arguments), "completed")}}}}}}""",
    ];

    private static bool HasThoughts(Reply reply) => reply.Thoughts.Length + reply.Signature.Length > 0;

    private static string Reasoning(Reply reply, string quoted) =>
        $$$$$"""{"type":"reasoning","id":"rs_1","summary":[{{{{{(reply.Thoughts.Length > 0 ? $$$$$"""{"type":"summary_text","text":{{{{{quoted}}}}}}""" : "")}}}}}]{{{{{(reply.Signature.Length > 0 ? $",\"encrypted_content\":{Js.Quote(reply.Signature)}" : "")}}}}}}""";

    private static string Part(Reply reply, string quoted) =>
        reply.Refusal.Length > 0 ? $$$$$"""{"type":"refusal","refusal":{{{{{quoted}}}}}}""" : $$$$$"""{"type":"output_text","text":{{{{{quoted}}}}},"annotations":[],"logprobs":[]}""";

    private static string Message(string part) => $$$$$"""{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{{{{{part}}}}}]}""";

    private static string Call(ReplyCall call, int number, string arguments, string status) =>
        $$$$$"""{"type":"function_call","id":"fc_{{{{{number}}}}}","call_id":{{{{{Js.Quote(call.Id)}}}}},"name":{{{{{Js.Quote(call.Name)}}}}},"arguments":{{{{{arguments}}}}},"status":"{{{{{status}}}}}"}""";

    private static string Response(Reply reply, string status, string output) => $$$$$"""
        {"id":"resp_up","object":"response","created_at":1,"status":"{{{{{status}}}}}","error":null,"incomplete_details":{{{{{Details(reply.Stop, status)}}}}},"model":{{{{{Js.Quote(reply.Model)}}}}},"output":[{{{{{output}}}}}],"usage":{{{{{(status == "in_progress" || reply.Usage is not { } usage ? "null" : Usage(usage))}}}}}}
        """;

    private static string Details(StopReason stop, string status) =>
        status != "incomplete" ? "null" : $$$$$"""{"reason":"{{{{{(stop == StopReason.MaxTokens ? "max_output_tokens" : "content_filter")}}}}}"}""";

    private static string Status(StopReason stop) => stop is StopReason.MaxTokens or StopReason.ContentFilter ? "incomplete" : "completed";

    private static string Usage(TokenUsage usage) => $$$$$"""
        {"input_tokens":{{{{{usage.Input}}}}},"input_tokens_details":{"cached_tokens":{{{{{usage.CachedInput}}}}},"cache_write_tokens":{{{{{usage.CacheWrite}}}}}},"output_tokens":{{{{{usage.Output}}}}},"output_tokens_details":{"reasoning_tokens":{{{{{usage.Reasoning}}}}}},"total_tokens":{{{{{usage.Total}}}}}}
        """;
}
