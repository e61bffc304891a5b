namespace Weir.Dialects.Tests.Pairs.Rich;

/// <summary>How Bedrock's Converse says it. Events are written with their names in front.</summary>
internal static class RichConverse
{
    private const string Rome = """{"title":"Rome","location":{"web":{"url":"https://a.example/rome","domain":"a.example"}}}""";
    private const string Oslo = """{"title":"Oslo \"north\"","location":{"web":{"url":"https://b.example/oslo"}}}""";

    public static RichScript? Of(Said said) => said switch
    {
        Said.Sources => Script(
            [.. Block(0, "", """{"text":"Rome is old. "}""", $$$$$"""{"citation":{{{{{Rome}}}}}}"""), .. Block(1, "", """{"text":"Oslo is cold."}""", $$$$$"""{"citation":{{{{{Oslo}}}}}}""")],
            Cited("Rome is old. ", Rome), Cited("Oslo is cold.", Oslo)),
        Said.Picture => Script(
            [.. Block(0, "", """{"text":"Look:"}"""), .. Block(1, """{"image":{"format":"png"}}""", $$$$$"""{"image":{"source":{"bytes":"{{{{{RichScript.Picture}}}}}"}}}""")],
            """{"text":"Look:"}""", $$$$$"""{"image":{"format":"png","source":{"bytes":"{{{{{RichScript.Picture}}}}}"}}}"""),
        Said.Work => Script(
            [.. Block(0, """{"toolUse":{"toolUseId":"t","name":"nova_grounding","type":"server_tool_use"}}""", """{"toolUse":{"input":"{}"}}"""), .. Block(1, "", """{"text":"Found."}""")],
            """{"toolUse":{"toolUseId":"t","name":"nova_grounding","type":"server_tool_use","input":{}}}""", """{"text":"Found."}"""),
        Said.Hologram => Script([.. Block(0, "", """{"text":"See"}"""), .. Block(1, "", """{"hologram":{"beam":1}}""")], """{"text":"See"}""", """{"hologram":{"beam":1}}"""),
        _ => null,
    };

    private static RichScript Script(string[] blocks, params string[] content) => new(
        ["""messageStart {"role":"assistant"}""", .. blocks, """messageStop {"stopReason":"end_turn"}""", """metadata {"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}}"""],
        $$$$$"""{"output":{"message":{"role":"assistant","content":[{{{{{string.Join(',', content)}}}}}]}},"stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}}""");

    private static string[] Block(int index, string start, params string[] deltas) =>
    [
        .. start.Length == 0 ? (string[])[] : [$$$$$"""contentBlockStart {"contentBlockIndex":{{{{{index}}}}},"start":{{{{{start}}}}}}"""],
        .. deltas.Select(delta => $$$$$"""contentBlockDelta {"contentBlockIndex":{{{{{index}}}}},"delta":{{{{{delta}}}}}}"""),
        $$$$$"""contentBlockStop {"contentBlockIndex":{{{{{index}}}}}}""",
    ];

    private static string Cited(string text, string citation) => $$$$$"""{"citationsContent":{"content":[{"text":"{{{{{text}}}}}"}],"citations":[{{{{{citation}}}}}]}}""";
}
