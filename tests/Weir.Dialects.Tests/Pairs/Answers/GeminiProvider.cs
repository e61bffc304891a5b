using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>How Gemini says a reply. Calls come whole and without identifiers; a usage stands in every event.</summary>
internal static class GeminiProvider
{
    public static IEnumerable<(string Name, string Data)> Stream(Reply reply, Fragments cut)
    {
        foreach (var piece in cut.Cut(reply.Thoughts)) yield return ("", Response(reply, $$$$$"""{"text":{{{{{cut.Quote(piece)}}}}},"thought":true}""", ended: false));
        if (reply.Signature.Length > 0) yield return ("", Response(reply, $$$$$"""{"text":"","thought":true,"thoughtSignature":{{{{{Js.Quote(reply.Signature)}}}}}}""", ended: false));
        foreach (var piece in cut.Cut(reply.Text)) yield return ("", Response(reply, $$$$$"""{"text":{{{{{cut.Quote(piece)}}}}}}""", ended: false));
        foreach (var call in reply.Calls) yield return ("", Response(reply, Call(call), ended: false));
        yield return ("", Response(reply, """{"text":""}""", ended: true));
    }

    public static string Whole(Reply reply, Fragments cut)
    {
        var parts = new List<string>();
        if (reply.Thoughts.Length + reply.Signature.Length > 0)
            parts.Add($$$$$"""{"text":{{{{{cut.Quote(reply.Thoughts)}}}}},"thought":true{{{{{(reply.Signature.Length > 0 ? $",\"thoughtSignature\":{Js.Quote(reply.Signature)}" : "")}}}}}}""");
        if (reply.Text.Length > 0) parts.Add($$$$$"""{"text":{{{{{cut.Quote(reply.Text)}}}}}}""");
        parts.AddRange(reply.Calls.Select(Call));
        return Response(reply, string.Join(',', parts), ended: true);
    }

    private static string Call(ReplyCall call) => $$$$$"""{"functionCall":{"name":{{{{{Js.Quote(call.Name)}}}}},"args":{{{{{call.Arguments}}}}}}}""";

    private static string Response(Reply reply, string parts, bool ended) => $$$$$"""
        {"candidates":[{"content":{"parts":[{{{{{parts}}}}}],"role":"model"},"index":0{{{{{(ended ? $",\"finishReason\":\"{Word(reply.Stop)}\"" : "")}}}}}}],"usageMetadata":{{{{{Usage(reply.Usage ?? default, ended)}}}}},"modelVersion":{{{{{Js.Quote(reply.Model)}}}}},"responseId":"up"}
        """;

    private static string Usage(TokenUsage usage, bool ended) => $$$$$"""
        {"promptTokenCount":{{{{{usage.Input}}}}},"cachedContentTokenCount":{{{{{usage.CachedInput}}}}},"candidatesTokenCount":{{{{{(ended ? usage.Output - usage.Reasoning : 1)}}}}},"thoughtsTokenCount":{{{{{usage.Reasoning}}}}},"totalTokenCount":{{{{{usage.Total}}}}}}
        """;

    private static string Word(StopReason reason) => reason switch
    {
        StopReason.MaxTokens => "MAX_TOKENS",
        StopReason.ContentFilter => "SAFETY",
        _ => "STOP",
    };
}
