using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Gemini;

public sealed class RequestWriterTests
{
    private static readonly JsonPath Here = JsonPath.Root.Member("here");

    [Fact]
    public void Turns_are_merged_and_the_system_prompt_is_hoisted()
    {
        var conversation = Asked.Of(
            Asked.System(Asked.Text("one")), Asked.User(Asked.Text("a")), Asked.System(Asked.Text("two")), Asked.User(Asked.Text(""), Asked.Text("b")),
            Asked.Model(Asked.Text("c")), Asked.Model(new RefusalPart(RawJson.Text("no"), Here)), Asked.User(Asked.Text("")));
        Asked.Write(conversation).ShouldSay("""
            {"systemInstruction":{"parts":[{"text":"one"},{"text":"two"}]},
             "contents":[{"role":"user","parts":[{"text":"a"},{"text":"b"}]},{"role":"model","parts":[{"text":"c"},{"text":"no"}]},{"role":"user","parts":[{"text":""}]}],
             "generationConfig":{}}
            """);
    }

    [Fact]
    public void Nothing_but_a_system_prompt_is_asked_by_the_user() =>
        Asked.Write(Asked.Of(Asked.System(Asked.Text("one")))).ShouldSay("""{"contents":[{"role":"user","parts":[{"text":"one"}]}],"generationConfig":{}}""");

    [Fact]
    public void Calls_and_results_are_objects_and_results_come_first()
    {
        var conversation = Asked.Of(
            Asked.Model(Call("a", "\"{\\\"x\\\":\\n1}\""), Call("b", """{"y":2}"""), Call("c", "\"\""), Call("d", "\"[1]\"")),
            Asked.User(Asked.Text("and?"), Result("a", false, Asked.Text("plain \"text\"")), Result("b", false, Asked.Text(" {\"z\":3} "))),
            Asked.User(Result("c", true, Asked.Text("one"), Asked.Text("two")), Result("d", false)));
        Asked.Write(conversation).ShouldSay("""
            {"contents":[
              {"role":"model","parts":[{"functionCall":{"id":"a","name":"f","args":{"x":1}}},{"functionCall":{"id":"b","name":"f","args":{"y":2}}},
                {"functionCall":{"id":"c","name":"f","args":{}}},{"functionCall":{"id":"d","name":"f","args":{"arguments":"[1]"}}}]},
              {"role":"user","parts":[{"functionResponse":{"id":"a","name":"f","response":{"result":"plain \"text\""}}},{"functionResponse":{"id":"b","name":"f","response":{"z":3}}},
                {"functionResponse":{"id":"c","name":"f","response":{"error":"one\ntwo"}}},{"functionResponse":{"id":"d","name":"f","response":{"result":""}}},{"text":"and?"}]}],
             "generationConfig":{}}
            """);
    }

    [Fact]
    public void Signatures_are_given_back_and_thoughts_without_one_are_not()
    {
        var conversation = Asked.Of(Asked.Model(
            new ReasoningPart(RawJson.Text("shown"), RawJson.Text("s1"), Here), new ReasoningPart(RawJson.Text("unsigned"), null, Here),
            new ReasoningPart(null, RawJson.Text("s2"), Here), new ReasoningPart(null, RawJson.Text("enciphered"), Here) { IsRedacted = true },
            Call("a", "{}") with { Signature = RawJson.Text("s3") }, Call("b", "{}")));
        Asked.Write(conversation, "gemini-3-pro-preview").ShouldSay("""
            {"contents":[{"role":"model","parts":[{"text":"shown","thought":true,"thoughtSignature":"s1"},{"text":"","thoughtSignature":"s2"},
              {"functionCall":{"id":"a","name":"f","args":{}},"thoughtSignature":"s3"},{"functionCall":{"id":"b","name":"f","args":{}}}]}],"generationConfig":{}}
            """);
        Asked.Omissions(conversation).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("gemini-3-flash", true)]
    [InlineData("models/gemini-3.1-pro-preview", true)]
    [InlineData("gemini-2.5-pro", false)]
    [InlineData("gemini-flash-latest", true)]
    [InlineData("gemini-pro", false)]
    [InlineData("other", false)]
    public void Gemini_3_is_told_that_an_unsigned_call_was_not_its_own(string model, bool isTold)
    {
        var text = Asked.Write(Asked.Of(Asked.Model(Call("a", "{}"), Call("b", "{}"))), model);
        (text.Split("skip_thought_signature_validator").Length - 1).ShouldBe(isTold ? 1 : 0);
    }

    [Theory]
    [InlineData("gemini-3-pro", """[{"functionResponse":{"id":"a","name":"f","response":{"result":"see"},"parts":[{"inlineData":{"mimeType":"image/png","data":"AAEC"}}]}}]""")]
    [InlineData("gemini-2.5-pro", """[{"functionResponse":{"id":"a","name":"f","response":{"result":"see"}}},{"inlineData":{"mimeType":"image/png","data":"AAEC"}}]""")]
    public void Images_in_results_stand_where_the_model_looks_for_them(string model, string parts)
    {
        var conversation = Asked.Of(Asked.User(Result("a", false, Asked.Text("see"), new ImagePart(Inline("image/png"), null, Here))));
        Asked.Write(conversation, model).ShouldSay($$$"""{"contents":[{"role":"user","parts":{{{parts}}}}],"generationConfig":{}}""");
    }

    public static TheoryData<Part, string> Media() => new()
    {
        { new ImagePart(Inline("image/jpg"), RawJson.Text("auto"), Here), """{"inlineData":{"mimeType":"image/jpeg","data":"AAEC"}}""" },
        { new AudioPart(Inline("audio/wav"), Here), """{"inlineData":{"mimeType":"audio/wav","data":"AAEC"}}""" },
        { new FilePart(Inline("application/pdf"), RawJson.Text("x.pdf"), Here), """{"inlineData":{"mimeType":"application/pdf","data":"AAEC"}}""" },
        { new ImagePart(new MediaSource(RawJson.Text("https://a.example/b.PNG?x=1"), default, null), null, Here), """{"fileData":{"mimeType":"image/png","fileUri":"https://a.example/b.PNG?x=1"}}""" },
        { new FilePart(new MediaSource(RawJson.Text("gs://bucket/x"), default, "video/mp4"), null, Here), """{"fileData":{"mimeType":"video/mp4","fileUri":"gs://bucket/x"}}""" },
        { new FilePart(new MediaSource(null, default, null, RawJson.Text("https://generativelanguage.googleapis.com/v1beta/files/a")), null, Here), """{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/a"}}""" },
    };

    [Theory]
    [MemberData(nameof(Media))]
    public void Media_are_written(Part part, string expected)
    {
        var conversation = Asked.Of(Asked.User(part));
        Asked.Write(conversation).ShouldSay($$$"""{"contents":[{"role":"user","parts":[{{{expected}}}]}],"generationConfig":{}}""");
        Asked.Omissions(conversation).ShouldBeEmpty();
    }

    public static TheoryData<Part, string> Untold() => new()
    {
        { new ImagePart(Inline("image/gif"), null, Here), "content here" },
        { new ImagePart(new MediaSource(RawJson.Text("https://a.example/b"), default, null), null, Here), "content here" },
        { new FilePart(new MediaSource(null, default, null, RawJson.Text("file-abc")), null, Here), "content here" },
        { new ImagePart(Inline("image/png"), RawJson.Text("high"), Here), "here.detail" },
    };

    [Theory]
    [MemberData(nameof(Untold))]
    public void What_cannot_be_given_to_Gemini_is_noted(Part part, string omission)
    {
        var conversation = Asked.Of(Asked.User(part, Asked.Text("x")));
        Asked.Write(conversation);
        Asked.Omissions(conversation).ShouldBe([omission]);
    }

    [Fact]
    public void An_image_in_the_system_prompt_is_noted()
    {
        var conversation = Asked.Of(Asked.System(Asked.Text("s"), new ImagePart(Inline("image/png"), null, Here)), Asked.User(Asked.Text("x")));
        Asked.Write(conversation);
        Asked.Omissions(conversation).ShouldBe(["content here"]);
    }

    [Theory]
    [InlineData(null, false, "", null)]
    [InlineData(ToolChoiceMode.Auto, false, "", "AUTO")]
    [InlineData(ToolChoiceMode.None, false, "", "NONE")]
    [InlineData(ToolChoiceMode.Required, false, "", "ANY")]
    [InlineData(ToolChoiceMode.Required, true, "f", "ANY")]
    [InlineData(ToolChoiceMode.Auto, false, "f", "VALIDATED")]
    [InlineData(null, true, "", "VALIDATED")]
    public void Functions_and_the_choice_among_them_are_written(ToolChoiceMode? mode, bool isStrict, string name, string? written)
    {
        var conversation = Asked.Of(Asked.User(Asked.Text("x")));
        conversation.Tools.Add(new FunctionTool(RawJson.Text("f"), RawJson.Text("d"), Asked.Json("""{"type":"object","$defs":{}}"""), Here) { Strict = isStrict });
        conversation.Tools.Add(new FunctionTool(RawJson.Text("g"), null, null, Here));
        if (mode is { } chosen) conversation.ToolChoice = new ToolChoice(chosen, name.Length > 0 ? [RawJson.Text(name)] : [], Here);
        var root = JsonElement.Parse(Asked.Write(conversation));
        root.GetProperty("tools").GetRawText().ShouldSay("""
            [{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":{"type":"object","$defs":{}}},{"name":"g"}]}]
            """);
        root.TryGetProperty("toolConfig", out var config).ShouldBe(written is not null);
        if (written is null) return;
        var names = name.Length > 0 ? $$""","allowedFunctionNames":["{{name}}"]""" : "";
        config.GetRawText().ShouldSay($$$"""{"functionCallingConfig":{"mode":"{{{written}}}" {{{names}}} }}""");
    }

    [Fact]
    public void One_call_at_a_time_is_not_asked_for_but_kept_on_the_way_back()
    {
        var conversation = Asked.Of(Asked.User(Asked.Text("x")));
        conversation.Tools.Add(new FunctionTool(RawJson.Text("f"), null, null, Here));
        conversation.ParallelToolCalls = false;
        Asked.Write(conversation);
        Asked.Omissions(conversation).ShouldBeEmpty();
        Promises.Keep(conversation, new CollectedAnswer()).ShouldBeOfType<OneCallAtATime>();
    }

    [Fact]
    public void Limits_stops_the_form_and_parameters_are_configured()
    {
        var conversation = Asked.Of(Asked.User(Asked.Text("x")));
        conversation.MaxOutputTokens = 5;
        conversation.Stops.Add(RawJson.Text("END"));
        conversation.Format = new AnswerFormat(Asked.Json("""{"type":"object"}"""), Here) { Name = RawJson.Text("n"), Strict = true };
        Options(conversation, """
            {"temperature":0.50,"top_p":1,"top_k":2,"n":3,"presence_penalty":1,"frequency_penalty":1,"seed":4,"media_resolution":"MEDIA_RESOLUTION_LOW","user":"u",
             "safety_identifier":"s","metadata":{"a":"b"},"prompt_cache_key":"k","safety_settings":[1],"cached_content":"c","labels":{"l":"m"},"logit_bias":{"1":2}}
            """);
        Asked.Write(conversation).ShouldSay("""
            {"contents":[{"role":"user","parts":[{"text":"x"}]}],
             "generationConfig":{"maxOutputTokens":5,"stopSequences":["END"],"temperature":0.50,"seed":4,"topP":1,"topK":2,"candidateCount":3,"presencePenalty":1,"frequencyPenalty":1,
               "mediaResolution":"MEDIA_RESOLUTION_LOW","responseMimeType":"application/json","responseJsonSchema":{"type":"object"}},
             "safetySettings":[1],"cachedContent":"c","labels":{"l":"m"}}
            """);
        Asked.Omissions(conversation).ShouldBe(["logit_bias"]);
    }

    [Fact]
    public void Any_object_is_a_media_type_alone()
    {
        var conversation = Asked.Of(Asked.User(Asked.Text("x")));
        conversation.Format = new AnswerFormat(null, Here) { Description = RawJson.Text("d") };
        JsonElement.Parse(Asked.Write(conversation)).GetProperty("generationConfig").GetRawText().ShouldSay("""{"responseMimeType":"application/json"}""");
        Asked.Omissions(conversation).ShouldBe(["here.description"]);
    }

    [Theory]
    [InlineData("gemini-2.5-flash", "none", null, """{"thinkingBudget":0}""", false)]
    [InlineData("gemini-2.5-flash", "minimal", null, """{"thinkingBudget":1024}""", false)]
    [InlineData("gemini-2.5-flash", "low", null, """{"thinkingBudget":2048}""", false)]
    [InlineData("gemini-2.5-flash", "medium", null, """{"thinkingBudget":8192}""", false)]
    [InlineData("gemini-2.5-flash", "high", null, """{"thinkingBudget":16384}""", false)]
    [InlineData("gemini-2.5-flash", "xhigh", null, """{"thinkingBudget":24576}""", false)]
    [InlineData("gemini-2.5-pro", "max", null, """{"thinkingBudget":32768}""", false)]
    [InlineData("gemini-2.5-pro", "none", null, """{"thinkingBudget":128}""", true)]
    [InlineData("gemini-2.5-pro", null, 700, """{"thinkingBudget":700}""", false)]
    [InlineData("gemini-2.5-pro", null, null, """{}""", false)]
    [InlineData("gemini-3-flash", "none", null, """{"thinkingLevel":"minimal"}""", true)]
    [InlineData("gemini-3-flash", "minimal", null, """{"thinkingLevel":"minimal"}""", false)]
    [InlineData("gemini-3.1-pro", "minimal", null, """{"thinkingLevel":"low"}""", false)]
    [InlineData("gemini-3.1-pro", "low", null, """{"thinkingLevel":"low"}""", false)]
    [InlineData("gemini-3.1-pro", "medium", null, """{"thinkingLevel":"medium"}""", false)]
    [InlineData("gemini-3.1-pro", "high", null, """{"thinkingLevel":"high"}""", false)]
    [InlineData("gemini-3.1-pro", "xhigh", null, """{"thinkingLevel":"high"}""", false)]
    [InlineData("gemini-3.1-pro", "max", null, """{"thinkingLevel":"high"}""", false)]
    [InlineData("gemini-3-flash", null, 0, """{"thinkingLevel":"minimal"}""", true)]
    [InlineData("gemini-3-flash", null, 1024, """{"thinkingLevel":"minimal"}""", false)]
    [InlineData("gemini-3-flash", null, 1025, """{"thinkingLevel":"low"}""", false)]
    [InlineData("gemini-3-flash", null, 5000, """{"thinkingLevel":"medium"}""", false)]
    [InlineData("gemini-3-flash", null, 99999, """{"thinkingLevel":"high"}""", false)]
    public void Thinking_is_asked_for_as_the_model_knows_it(string model, string? effort, int? budget, string expected, bool isNoted)
    {
        var conversation = Asked.Of(Asked.User(Asked.Text("x")));
        conversation.Reasoning = new Reasoning(Here) { Effort = effort, Budget = budget };
        JsonElement.Parse(Asked.Write(conversation, model)).GetProperty("generationConfig").GetProperty("thinkingConfig").GetRawText().ShouldSay(expected);
        Asked.Omissions(conversation).ShouldBe(isNoted ? ["here"] : []);
    }

    [Fact]
    public void Thoughts_are_shown_on_demand()
    {
        var conversation = Asked.Of(Asked.User(Asked.Text("x")));
        conversation.Reasoning = new Reasoning(Here) { Shows = true };
        JsonElement.Parse(Asked.Write(conversation)).GetProperty("generationConfig").GetRawText().ShouldSay("""{"thinkingConfig":{"includeThoughts":true}}""");
    }

    [Fact]
    public void What_is_read_is_written_as_it_was()
    {
        const string Request = """
            {"systemInstruction":{"parts":[{"text":"s\u00e9"}]},
             "contents":[{"role":"user","parts":[{"text":"a"},{"inlineData":{"mimeType":"application/pdf","data":"AAEC"}}]},
               {"role":"model","parts":[{"text":"t","thought":true,"thoughtSignature":"s1"},{"text":"b"},{"functionCall":{"id":"1","name":"f","args":{"x":[1.50]}},"thoughtSignature":"s2"}]},
               {"role":"user","parts":[{"functionResponse":{"id":"1","name":"f","response":{"r":[{"a":null}]}}}]}],
             "tools":[{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":{"type":"object"}}]}],
             "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
             "generationConfig":{"maxOutputTokens":5,"stopSequences":["x"],"temperature":1.0,"responseMimeType":"application/json","responseJsonSchema":{"type":"object"},
               "thinkingConfig":{"thinkingBudget":100,"includeThoughts":true}},
             "safetySettings":[{"category":"c","threshold":"t"}],"cachedContent":"cc","labels":{"a":"b"}}
            """;
        var conversation = Asked.ReadGood(Request);
        Asked.Write(conversation).ShouldSay(Request);
        Asked.Omissions(conversation).ShouldBeEmpty();
    }

    private static ToolCallPart Call(string id, string arguments) => new(RawJson.Text(id), RawJson.Text("f"), Asked.Json(arguments), Here);

    private static ToolResultPart Result(string id, bool isError, params Part[] content) =>
        new(RawJson.Text(id), content, Here) { IsError = isError, Name = RawJson.Text("f") };

    private static MediaSource Inline(string type) => new(null, Encoding.ASCII.GetBytes("AAEC"), type);

    internal static void Options(Conversation conversation, string options)
    {
        foreach (var (name, value) in new JsonCursor(Asked.Json(options), JsonPath.Root, conversation.Reading).Members()) conversation.Options.Add(name, value);
    }
}
