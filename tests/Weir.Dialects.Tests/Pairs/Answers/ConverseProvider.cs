using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>How Amazon Bedrock's Converse says a reply. It never says which model answers.</summary>
internal static class ConverseProvider
{
    public static IEnumerable<(string Name, string Data)> Stream(Reply reply, Fragments cut)
    {
        yield return ("messageStart", """{"role":"assistant"}""");
        var index = 0;
        if (reply.Thoughts.Length + reply.Signature.Length > 0)
        {
            foreach (var piece in cut.Cut(reply.Thoughts)) yield return Delta(index, $$$$$"""{"reasoningContent":{"text":{{{{{cut.Quote(piece)}}}}}}}""");
            if (reply.Signature.Length > 0) yield return Delta(index, $$$$$"""{"reasoningContent":{"signature":{{{{{Js.Quote(reply.Signature)}}}}}}}""");
            yield return Stop(index++);
        }
        if (reply.Text.Length > 0)
        {
            foreach (var piece in cut.Cut(reply.Text)) yield return Delta(index, $$$$$"""{"text":{{{{{cut.Quote(piece)}}}}}}""");
            yield return Stop(index++);
        }
        foreach (var call in reply.Calls)
        {
            yield return ("contentBlockStart", $$$$$"""{"contentBlockIndex":{{{{{index}}}}},"start":{"toolUse":{"toolUseId":{{{{{Js.Quote(call.Id)}}}}},"name":{{{{{Js.Quote(call.Name)}}}}}}}}""");
            foreach (var piece in cut.Cut(call.Arguments)) yield return Delta(index, $$$$$"""{"toolUse":{"input":{{{{{cut.Quote(piece)}}}}}}}""");
            yield return Stop(index++);
        }
        yield return ("messageStop", $$$$$"""{"stopReason":"{{{{{Word(reply.Stop)}}}}}"}""");
        if (reply.Usage is { } usage) yield return ("metadata", $$$$$"""{"usage":{{{{{Usage(usage)}}}}},"metrics":{"latencyMs":7}}""");
    }

    public static string Whole(Reply reply, Fragments cut)
    {
        var blocks = new List<string>();
        if (reply.Thoughts.Length + reply.Signature.Length > 0)
            blocks.Add($$$$$"""{"reasoningContent":{"reasoningText":{"text":{{{{{cut.Quote(reply.Thoughts)}}}}}{{{{{(reply.Signature.Length > 0 ? $",\"signature\":{Js.Quote(reply.Signature)}" : "")}}}}}}}}""");
        if (reply.Text.Length > 0) blocks.Add($$$$$"""{"text":{{{{{cut.Quote(reply.Text)}}}}}}""");
        blocks.AddRange(reply.Calls.Select(call => $$$$$"""{"toolUse":{"toolUseId":{{{{{Js.Quote(call.Id)}}}}},"name":{{{{{Js.Quote(call.Name)}}}}},"input":{{{{{call.Arguments}}}}}}}"""));
        return $$$$$"""
            {"output":{"message":{"role":"assistant","content":[{{{{{string.Join(',', blocks)}}}}}]}},"stopReason":"{{{{{Word(reply.Stop)}}}}}","usage":{{{{{Usage(reply.Usage ?? default)}}}}},"metrics":{"latencyMs":7}}
            """;
    }

    private static (string Name, string Data) Delta(int index, string delta) => ("contentBlockDelta", $$$$$"""{"contentBlockIndex":{{{{{index}}}}},"delta":{{{{{delta}}}}}}""");

    private static (string Name, string Data) Stop(int index) => ("contentBlockStop", $$$$$"""{"contentBlockIndex":{{{{{index}}}}}}""");

    private static string Usage(TokenUsage usage) => $$$$$"""
        {"inputTokens":{{{{{usage.Input - usage.CachedInput - usage.CacheWrite}}}}},"outputTokens":{{{{{usage.Output}}}}},"totalTokens":{{{{{usage.Total}}}}},"cacheReadInputTokens":{{{{{usage.CachedInput}}}}},"cacheWriteInputTokens":{{{{{usage.CacheWrite}}}}}}
        """;

    private static string Word(StopReason reason) => reason switch
    {
        StopReason.MaxTokens => "max_tokens",
        StopReason.StopSequence => "stop_sequence",
        StopReason.ToolCalls => "tool_use",
        StopReason.ContentFilter => "content_filtered",
        _ => "end_turn",
    };
}
