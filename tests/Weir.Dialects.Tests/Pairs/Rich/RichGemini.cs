namespace Weir.Dialects.Tests.Pairs.Rich;

/// <summary>How Gemini says it.</summary>
internal static class RichGemini
{
    private const string Picture = $$$$$"""{"inlineData":{"mimeType":"image/png","data":"{{{{{RichScript.Picture}}}}}"}}""";
    private const string Code = """{"executableCode":{"language":"PYTHON","code":"1"}}""";
    private const string Result = """{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}}""";
    private const string Hologram = """{"hologram":{"beams":[1]}}""";
    private const string First = """{"candidates":[{"token":"Zü","tokenId":1,"logProbability":-0.25},{"token":"Bern","tokenId":2,"logProbability":-1.5}]}""";
    private const string ChosenFirst = """{"token":"Zü","tokenId":1,"logProbability":-0.25}""";
    private const string ChosenSecond = """{"logProbability":-5e-1,"token":"rich\n"}""";

    private const string Grounding = """
        "groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a.example/rome","title":"Rome"}},{"web":{"uri":"https://b.example/oslo","title":"Oslo \"north\""}}],"groundingSupports":[{"segment":{"endIndex":12,"text":"Rome is old."},"groundingChunkIndices":[0]},{"segment":{"startIndex":13,"endIndex":26},"groundingChunkIndices":[1]}]}
        """;

    public static RichScript Of(Said said) => said switch
    {
        Said.Logprobs => new(
            [
                Event(Text("Zü"), $$$$$""" "logprobsResult":{"topCandidates":[{{{{{First}}}}}],"chosenCandidates":[{{{{{ChosenFirst}}}}}]} """),
                Event(Text("rich\\n"), $$$$$""" "logprobsResult":{"chosenCandidates":[{{{{{ChosenSecond}}}}}]} """),
                Event(Text(""), End),
            ],
            Event(Text("Zürich\\n"), $$$$$""" {{{{{End}}}}},"logprobsResult":{"topCandidates":[{{{{{First}}}}},{"candidates":[]}],"chosenCandidates":[{{{{{ChosenFirst}}}}},{{{{{ChosenSecond}}}}}]} """)),
        Said.Sources => new([Event(Text("Rome is old. ")), Event(Text("Oslo is cold.")), Event("", $"{End},{Grounding}")], Event(Text(RichScript.Text), $"{End},{Grounding}")),
        Said.Picture => new([Event(Text("Look:")), Event(Picture, End)], Event(Text("Look:") + "," + Picture, End)),
        Said.Work => new([Event(Code), Event(Result), Event(Text("Found."), End)], Event($"{Code},{Result},{Text("Found.")}", End)),
        _ => new([Event(Text("See")), Event(Hologram, End)], Event(Text("See") + "," + Hologram, End)),
    };

    private const string End = "\"finishReason\":\"STOP\"";

    private static string Text(string text) => $$$$$"""{"text":"{{{{{text}}}}}"}""";

    private static string Event(string parts, string rest = "\"index\":0") =>
        $$$$$"""{"candidates":[{"content":{"parts":[{{{{{parts}}}}}],"role":"model"},{{{{{rest.Trim()}}}}}}],"modelVersion":"m","responseId":"up"}""";
}
