namespace Weir.Dialects.Tests.Pairs.Rich;

/// <summary>How Anthropic says it.</summary>
internal static class RichMessages
{
    private const string Rome = """{"type":"web_search_result_location","cited_text":"Old Rome","encrypted_index":"Eo8","title":"Rome","url":"https://a.example/rome"}""";
    private const string Oslo = """{"type":"web_search_result_location","cited_text":"","encrypted_index":"Eo9","title":"Oslo \"north\"","url":"https://b.example/oslo"}""";
    private const string Search = """{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}""";
    private const string Results = """{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[]}""";

    public static RichScript? Of(Said said) => said switch
    {
        Said.Sources => Script(
            [.. Block(0, Text(""), Delta("Rome is old. "), Cite(Rome)), .. Block(1, Text(""), Cite(Oslo), Delta("Oslo is cold."))],
            Text("Rome is old. ", Rome), Text("Oslo is cold.", Oslo)),
        Said.Work => Script(
            [.. Block(0, Search, """{"type":"input_json_delta","partial_json":"{\"query\":\"q\"}"}"""), .. Block(1, Results), .. Block(2, Text(""), Delta("Found."))],
            Search, Results, Text("Found.")),
        Said.Hologram => Script([.. Block(0, Text(""), Delta("See")), .. Block(1, """{"type":"hologram"}""", """{"type":"beam_delta","beam":1}""")], Text("See"), """{"type":"hologram"}"""),
        _ => null,
    };

    private static RichScript Script(string[] blocks, params string[] content) => new(
        [
            """{"type":"message_start","message":{"id":"msg_up","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}""",
            .. blocks,
            """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}""",
            """{"type":"message_stop"}""",
        ],
        $$$$$"""{"id":"msg_up","type":"message","role":"assistant","model":"m","content":[{{{{{string.Join(',', content)}}}}}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":2}}""");

    private static string[] Block(int index, string start, params string[] deltas) =>
    [
        $$$$$"""{"type":"content_block_start","index":{{{{{index}}}}},"content_block":{{{{{start}}}}}}""",
        .. deltas.Select(delta => $$$$$"""{"type":"content_block_delta","index":{{{{{index}}}}},"delta":{{{{{delta}}}}}}"""),
        $$$$$"""{"type":"content_block_stop","index":{{{{{index}}}}}}""",
    ];

    private static string Text(string text, string citation = "") => $$$$$"""{"type":"text","text":"{{{{{text}}}}}","citations":[{{{{{citation}}}}}]}""";

    private static string Delta(string text) => $$$$$"""{"type":"text_delta","text":"{{{{{text}}}}}"}""";

    private static string Cite(string citation) => $$$$$"""{"type":"citations_delta","citation":{{{{{citation}}}}}}""";
}
