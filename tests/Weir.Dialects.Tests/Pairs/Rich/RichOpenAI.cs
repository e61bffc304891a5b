namespace Weir.Dialects.Tests.Pairs.Rich;

/// <summary>How OpenAI's dialects say it, and those who speak them: OpenRouter's pictures, Mistral's parts.</summary>
internal static class RichOpenAI
{
    private const string First = """{"token":"Zü","logprob":-0.25,"bytes":[90,195,188],"top_logprobs":[{"token":"Zü","logprob":-0.25,"bytes":[90,195,188]},{"token":"Bern","logprob":-1.5,"bytes":null}]}""";
    private const string Second = """{"top_logprobs":[],"token":"rich\n","logprob":-5e-1}""";
    private const string Rome = """{"type":"url_citation","start_index":0,"end_index":12,"url":"https://a.example/rome","title":"Rome"}""";
    private const string Oslo = """{"type":"url_citation","start_index":13,"end_index":26,"url":"https://b.example/oslo","title":"Oslo \"north\""}""";
    private const string Stop = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    public static RichScript Chat(Said said) => said switch
    {
        Said.Logprobs => new(
            [Delta("{\"role\":\"assistant\",\"content\":\"\"}"), Delta("{\"content\":\"Zü\"}", First), Delta("{\"content\":\"rich\\n\"}", Second), Stop],
            Completion("\"content\":\"Zürich\\n\"", $"{First},{Second}")),
        Said.Sources => new([Delta($$$$$"""{"content":"{{{{{RichScript.Text}}}}}"}"""), Delta($$$$$"""{"annotations":[{{{{{Note(Rome)}}}}},{{{{{Note(Oslo)}}}}}]}"""), Stop],
            Completion($$$$$"""
                "content":"{{{{{RichScript.Text}}}}}","annotations":[{{{{{Note(Rome)}}}}},{{{{{Note(Oslo)}}}}}]
                """)),
        Said.Picture => new([Delta("""{"content":"Look:"}"""), Delta($$$$$"""{"images":[{{{{{Image}}}}}]}"""), Stop], Completion($$$$$"""
            "content":"Look:","images":[{{{{{Image}}}}}]
            """)),
        Said.Work => new([Delta("""{"content":"Found."}"""), Delta("""{"annotations":[{"type":"file","file":{"hash":"x"}}]}"""), Stop],
            Completion("""
                "content":"Found.","annotations":[{"type":"file","file":{"hash":"x"}}]
                """)),
        _ => new([Delta("""{"content":"See"}"""), Delta("""{"content":[{"type":"hologram","beams":[1]}]}"""), Stop],
            Completion("""
                "content":[{"type":"text","text":"See"},{"type":"hologram","beams":[1]}]
                """)),
    };

    public static RichScript Responses(Said said) => said switch
    {
        Said.Logprobs => new([.. Message("Zürich\\n", "", $"{First},{Second}", [("Zü", First), ("rich\\n", Second)]), Completed],
            Response(Item("Zürich\\n", "", $"{First},{Second}"))),
        Said.Sources => new([.. Message(RichScript.Text, $"{Rome},{Oslo}", "", [(RichScript.Text, "")]), Completed], Response(Item(RichScript.Text, $"{Rome},{Oslo}", ""))),
        Said.Picture => new([.. Message("Look:", "", "", [("Look:", "")]), .. Other(1, Drawn), Completed], Response(Item("Look:", "", "") + "," + Drawn)),
        Said.Work => new([.. Other(1, Searched), .. Message("Found.", "", "", [("Found.", "")]), Completed], Response(Searched + "," + Item("Found.", "", ""))),
        _ => new([.. Message("See", "", "", [("See", "")]), .. Other(1, """{"type":"hologram","id":"h_1"}"""), Completed], Response(Item("See", "", "") + """,{"type":"hologram","id":"h_1"}""")),
    };

    private const string Image = $$$$$"""{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{{{RichScript.Picture}}}}}"}}""";
    private const string Drawn = $$$$$"""{"type":"image_generation_call","id":"ig_1","status":"completed","result":"{{{{{RichScript.Picture}}}}}"}""";
    private const string Searched = """{"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q"}}""";
    private const string Completed = """{"type":"response.completed","response":{"id":"resp_up","status":"completed","model":"m","output":[]}}""";

    private static string Delta(string delta, string? token = null) =>
        $$$$$"""{"id":"c","model":"m","choices":[{"index":0,"delta":{{{{{delta}}}}},"logprobs":{{{{{Logprobs(token)}}}}},"finish_reason":null}]}""";

    private static string Completion(string message, string? tokens = null) =>
        $$$$$"""{"id":"c","model":"m","choices":[{"index":0,"logprobs":{{{{{Logprobs(tokens)}}}}},"message":{"role":"assistant",{{{{{message}}}}}},"finish_reason":"stop"}]}""";

    private static string Logprobs(string? tokens) => tokens is null ? "null" : $$$$$"""{"content":[{{{{{tokens}}}}}],"refusal":null}""";

    /// <summary>In chat a source is wrapped, and its type stands outside alone.</summary>
    private static string Note(string citation) => $$$$$"""{"type":"url_citation","url_citation":{{{{{citation.Replace("\"type\":\"url_citation\",", "", StringComparison.Ordinal)}}}}}}""";

    private static string Part(string text, string notes, string tokens) => $$$$$"""{"type":"output_text","text":"{{{{{text}}}}}","annotations":[{{{{{notes}}}}}],"logprobs":[{{{{{tokens}}}}}]}""";

    private static string Item(string text, string notes, string tokens) => $$$$$"""{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{{{{{Part(text, notes, tokens)}}}}}]}""";

    private static string Response(string output) => $$$$$"""{"id":"resp_up","object":"response","status":"completed","model":"m","output":[{{{{{output}}}}}]}""";

    private static string[] Other(int index, string item) =>
    [
        $$$$$"""{"type":"response.output_item.added","output_index":{{{{{index}}}}},"item":{{{{{item.Replace(RichScript.Picture, "", StringComparison.Ordinal)}}}}}}""",
        $$$$$"""{"type":"response.output_item.done","output_index":{{{{{index}}}}},"item":{{{{{item}}}}}}""",
    ];

    private static string[] Message(string text, string notes, string tokens, (string Text, string Token)[] deltas) =>
    [
        """{"type":"response.created","response":{"id":"resp_up","status":"in_progress","model":"m","output":[]}}""",
        """{"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"msg_1","status":"in_progress","role":"assistant","content":[]}}""",
        $$$$$"""{"type":"response.content_part.added","item_id":"msg_1","output_index":0,"content_index":0,"part":{{{{{Part("", "", "")}}}}}}""",
        .. deltas.Select(delta => $$$$$"""{"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"{{{{{delta.Text}}}}}","logprobs":[{{{{{delta.Token}}}}}]}"""),
        .. notes.Length == 0 ? (string[])[] : [Added(0, Rome), Added(1, Oslo)],
        $$$$$"""{"type":"response.output_text.done","item_id":"msg_1","output_index":0,"content_index":0,"text":"{{{{{text}}}}}","logprobs":[{{{{{tokens}}}}}]}""",
        $$$$$"""{"type":"response.content_part.done","item_id":"msg_1","output_index":0,"content_index":0,"part":{{{{{Part(text, notes, tokens)}}}}}}""",
        $$$$$"""{"type":"response.output_item.done","output_index":0,"item":{{{{{Item(text, notes, tokens)}}}}}}""",
    ];

    private static string Added(int index, string note) =>
        $$$$$"""{"type":"response.output_text.annotation.added","item_id":"msg_1","output_index":0,"content_index":0,"annotation_index":{{{{{index}}}}},"annotation":{{{{{note}}}}}}""";
}
