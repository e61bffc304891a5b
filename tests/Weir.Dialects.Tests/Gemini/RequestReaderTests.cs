using System.Text;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Gemini;

public sealed class RequestReaderTests
{
    [Fact]
    public void A_conversation_is_read_in_either_spelling()
    {
        const string Camel = """
            {"systemInstruction":{"parts":[{"text":"Be brief."}]},
             "contents":[{"role":"user","parts":[{"text":"Hi"},{"inlineData":{"mimeType":"image/PNG","data":"AAEC"}}]},
                         {"role":"model","parts":[{"thought":true,"text":"Hm"},{"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"c2ln"}]},
                         {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"ok"}}}]}],
             "generationConfig":{"maxOutputTokens":9,"topK":3,"stopSequences":["X"]}}
            """;
        foreach (var request in new[] { Camel, Snaked(Camel) })
        {
            var conversation = Asked.ReadGood(request);
            conversation.Turns.Select(turn => turn.Role).ShouldBe([TurnRole.System, TurnRole.User, TurnRole.Assistant, TurnRole.User]);
            var image = conversation.Turns[1].Parts[1].ShouldBeOfType<ImagePart>();
            image.Source.MediaType.ShouldBe("image/png");
            Encoding.ASCII.GetString(image.Source.Base64.Span).ShouldBe("AAEC");
            conversation.Turns[2].Parts[0].ShouldBeOfType<ReasoningPart>().Text!.Value.GetString().ShouldBe("Hm");
            var call = conversation.Turns[2].Parts[1].ShouldBeOfType<ToolCallPart>();
            (call.Id.GetString(), call.Name.GetString(), call.Arguments.GetRawText(), call.Signature!.Value.GetString()).ShouldBe(("call_1", "f", """{"a":1}""", "c2ln"));
            var result = conversation.Turns[3].Parts[0].ShouldBeOfType<ToolResultPart>();
            (result.CallId.GetString(), result.IsError).ShouldBe(("call_1", false));
            result.Content.ShouldHaveSingleItem().ShouldBeOfType<TextPart>().Text.GetString().ShouldBe("ok");
            conversation.MaxOutputTokens.ShouldBe(9);
            conversation.Stops.ShouldHaveSingleItem().GetString().ShouldBe("X");
            conversation.Options.TryTake("top_k", out var topK).ShouldBeTrue();
            topK.Element.GetInt32().ShouldBe(3);
            Asked.Omissions(conversation).ShouldBeEmpty();
        }
    }

    private static string Snaked(string camel)
    {
        foreach (var (name, other) in new[]
        {
            ("systemInstruction", "system_instruction"), ("inlineData", "inline_data"), ("mimeType", "mime_type"), ("functionCall", "function_call"),
            ("thoughtSignature", "thought_signature"), ("functionResponse", "function_response"), ("generationConfig", "generation_config"),
            ("maxOutputTokens", "max_output_tokens"), ("topK", "top_k"), ("stopSequences", "stop_sequences"),
        }) camel = camel.Replace(name, other, StringComparison.Ordinal);
        return camel;
    }

    [Theory]
    [InlineData("""{"contents":{"parts":{"text":"Hi"}}}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"Hi"}]}]}""")]
    [InlineData("""{"contents":[{"role":"","parts":[{"text":"Hi"}]}],"model":"models/m"}""")]
    public void One_stands_for_a_list_and_the_role_may_be_missing(string request)
    {
        var turn = Asked.ReadGood(request).Turns.ShouldHaveSingleItem();
        turn.Role.ShouldBe(TurnRole.User);
        turn.Parts.ShouldHaveSingleItem().ShouldBeOfType<TextPart>().Text.GetString().ShouldBe("Hi");
    }

    [Fact]
    public void Chunks_of_the_model_are_one_turn_and_their_thoughts_one_thought()
    {
        var conversation = Asked.ReadGood("""
            {"contents":[{"parts":[{"text":"Hi"}]},
              {"role":"model","parts":[{"text":"a","thought":true}]},{"role":"model","parts":[{"text":"b\n","thought":true}]},
              {"role":"model","parts":[{"text":"","thought":true,"thoughtSignature":"c2ln"}]},{"role":"model","parts":[{"text":"Yes"}]},
              {"role":"model","parts":[{"text":"","thoughtSignature":"dHdv"}]}]}
            """);
        conversation.Turns.Count.ShouldBe(2);
        var parts = conversation.Turns[1].Parts;
        parts.Count.ShouldBe(3);
        var thought = parts[0].ShouldBeOfType<ReasoningPart>();
        (thought.Text!.Value.GetString(), thought.Signature!.Value.GetString()).ShouldBe(("ab\n", "c2ln"));
        parts[1].ShouldBeOfType<TextPart>();
        var hidden = parts[2].ShouldBeOfType<ReasoningPart>();
        (hidden.Text is null, hidden.Signature!.Value.GetString()).ShouldBe((true, "dHdv"));
    }

    [Fact]
    public void Results_find_their_calls_by_name_in_order_or_by_identifier()
    {
        var conversation = Asked.ReadGood("""
            {"contents":[{"role":"model","parts":[{"functionCall":{"name":"f"}},{"functionCall":{"name":"g"}},{"functionCall":{"name":"f"}},{"functionCall":{"id":"mine","name":"f"}}]},
              {"role":"function","parts":[{"functionResponse":{"id":"mine","name":"f","response":{}}},{"functionResponse":{"name":"f","response":{"error":"no"}}},
                {"functionResponse":{"name":"f","response":{"x":[1]}}},{"functionResponse":{"name":"g"}}]}]}
            """);
        conversation.Turns[0].Parts.Cast<ToolCallPart>().Select(call => call.Id.GetString()).ShouldBe(["call_1", "call_2", "call_3", "mine"]);
        var results = conversation.Turns[1].Parts.Cast<ToolResultPart>().ToList();
        results.Select(result => result.CallId.GetString()).ShouldBe(["mine", "call_1", "call_3", "call_2"]);
        results.Select(result => result.IsError).ShouldBe([false, true, false, false]);
        results.Select(result => result.Content.OfType<TextPart>().SingleOrDefault()?.Text.GetString()).ShouldBe(["{}", "no", """{"x":[1]}""", null]);
    }

    [Theory]
    [InlineData("image/webp", "AAEC", typeof(ImagePart), "AAEC")]
    [InlineData("audio/wav", "AAE", typeof(AudioPart), "AAE=")]
    [InlineData("application/pdf", "AA-_", typeof(FilePart), "AA+/")]
    [InlineData("text/plain", "\\/w\\u002b/", typeof(FilePart), "/w+/")]
    public void Bytes_are_told_apart_by_type_and_given_the_usual_alphabet(string type, string data, Type part, string bytes)
    {
        var read = Asked.ReadGood($$$"""{"contents":[{"parts":[{"inlineData":{"mimeType":"{{{type}}}","data":"{{{data}}}"}}]}]}""").Turns[0].Parts.ShouldHaveSingleItem();
        read.ShouldBeOfType(part);
        var source = read switch { ImagePart image => image.Source, AudioPart audio => audio.Source, _ => ((FilePart)read).Source };
        Encoding.ASCII.GetString(source.Base64.Span).ShouldBe(bytes);
    }

    [Fact]
    public void Addresses_stay_addresses_and_files_at_Google_are_identifiers()
    {
        var parts = Asked.ReadGood("""
            {"contents":[{"parts":[{"fileData":{"fileUri":"https://a.example/x.pdf","displayName":"x"}},
              {"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/abc","mimeType":"image/png"}}]}]}
            """).Turns[0].Parts;
        var file = parts[0].ShouldBeOfType<FilePart>();
        (file.Source.Url!.Value.GetString(), file.Name!.Value.GetString()).ShouldBe(("https://a.example/x.pdf", "x"));
        var image = parts[1].ShouldBeOfType<ImagePart>();
        (image.Source.Url is null, image.Source.FileId!.Value.GetString()).ShouldBe((true, "https://generativelanguage.googleapis.com/v1beta/files/abc"));
    }

    [Fact]
    public void Functions_get_JSON_schemas()
    {
        var conversation = Asked.ReadGood("""
            {"contents":[{"parts":[{"text":"Hi"}]}],
             "tools":[{"functionDeclarations":[
                {"name":"f","description":"d","parameters":{"type":"OBJECT","required":["type"],"properties":{
                   "type":{"type":"STRING","nullable":true,"enum":["STRING"]},
                   "list":{"type":"ARRAY","minItems":"1","max_items":3,"items":{"type":"INTEGER"}},
                   "any":{"anyOf":[{"type":"NUMBER"},{"type":"TYPE_UNSPECIFIED"}]}}}},
                {"name":"g","parametersJsonSchema":{"type":"object"}}, {"name":"h"}]}],
             "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}}
            """);
        conversation.Tools.Count.ShouldBe(3);
        conversation.Tools[0].Parameters!.Value.GetRawText().ShouldSay("""
            {"type":"object","required":["type"],"properties":{"type":{"type":["string","null"],"enum":["STRING"]},
             "list":{"type":"array","minItems":1,"maxItems":3,"items":{"type":"integer"}},"any":{"anyOf":[{"type":"number"},{}]}}}
            """);
        conversation.Tools[1].Parameters!.Value.GetRawText().ShouldBe("""{"type":"object"}""");
        conversation.Tools[2].Parameters.ShouldBeNull();
        conversation.ToolChoice!.Mode.ShouldBe(ToolChoiceMode.Required);
        conversation.ToolChoice.Names.ShouldHaveSingleItem().GetString().ShouldBe("f");
    }

    [Theory]
    [InlineData("AUTO", ToolChoiceMode.Auto)]
    [InlineData("NONE", ToolChoiceMode.None)]
    [InlineData("ANY", ToolChoiceMode.Required)]
    [InlineData("VALIDATED", ToolChoiceMode.Auto)]
    [InlineData("MODE_UNSPECIFIED", null)]
    public void Every_mode_of_calling_is_known(string mode, ToolChoiceMode? expected) =>
        (With("toolConfig", $$$"""{"functionCallingConfig":{"mode":"{{{mode}}}"}}""").ToolChoice?.Mode).ShouldBe(expected);

    [Fact]
    public void Parameters_go_under_the_names_that_OpenAI_has_for_them()
    {
        var options = With("generationConfig", """
            {"temperature":0.5,"topP":0.9,"topK":4,"candidateCount":2,"presencePenalty":0.1,"frequencyPenalty":0.2,"seed":7,"responseLogprobs":true,"logprobs":3,
             "mediaResolution":"MEDIA_RESOLUTION_LOW","responseModalities":["TEXT"]}
            """).Options;
        foreach (var (name, value) in new[]
        {
            ("temperature", "0.5"), ("top_p", "0.9"), ("top_k", "4"), ("n", "2"), ("presence_penalty", "0.1"), ("frequency_penalty", "0.2"), ("seed", "7"),
            ("logprobs", "true"), ("top_logprobs", "3"), ("media_resolution", "\"MEDIA_RESOLUTION_LOW\""), ("modalities", "[\"text\"]"),
        })
        {
            options.TryTake(name, out var option).ShouldBeTrue(name);
            option.Element.GetRawText().ShouldBe(value);
        }
    }

    [Theory]
    [InlineData("""{"responseMimeType":"application/json"}""", "none")]
    [InlineData("""{"responseMimeType":"application/json","responseSchema":{"type":"OBJECT"}}""", """{"type":"object"}""")]
    [InlineData("""{"responseMimeType":"application/json","responseJsonSchema":{"type":"object"}}""", """{"type":"object"}""")]
    [InlineData("""{"response_mime_type":"application/json","_responseJsonSchema":{"type":"object"}}""", """{"type":"object"}""")]
    public void The_form_of_the_answer_is_read(string config, string schema)
    {
        var format = With("generationConfig", config).Format.ShouldNotBeNull();
        (format.Schema?.GetRawText() ?? "none").ShouldBe(schema);
        With("generationConfig", """{"responseMimeType":"text/plain"}""").Format.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"thinkingBudget":-1,"includeThoughts":true}""", null, null, true)]
    [InlineData("""{"thinkingBudget":0}""", null, 0, null)]
    [InlineData("""{"thinking_budget":512,"include_thoughts":false}""", null, 512, false)]
    [InlineData("""{"thinkingLevel":"HIGH"}""", "high", null, null)]
    [InlineData("""{"thinkingLevel":"minimal"}""", "minimal", null, null)]
    public void Thinking_is_read_by_level_or_by_budget(string thinking, string? effort, int? budget, bool? shows)
    {
        var reasoning = With("generationConfig", $$"""{"thinkingConfig":{{thinking}}}""").Reasoning.ShouldNotBeNull();
        (reasoning.Effort, reasoning.Budget, reasoning.Shows).ShouldBe((effort, budget, shows));
    }

    [Theory]
    [InlineData("""[]""", "")]
    [InlineData("""{}""", "contents")]
    [InlineData("""{"contents":[]}""", "contents")]
    [InlineData("""{"contents":"Hi"}""", "contents")]
    [InlineData("""{"contents":[1]}""", "contents[0]")]
    [InlineData("""{"contents":[{}]}""", "contents[0].parts")]
    [InlineData("""{"contents":[{"parts":[]}]}""", "contents[0].parts")]
    [InlineData("""{"contents":[{"parts":["Hi"]}]}""", "contents[0].parts[0]")]
    [InlineData("""{"contents":[{"role":"assistant","parts":[{"text":"a"}]}]}""", "contents[0].role")]
    [InlineData("""{"contents":[{"role":1,"parts":[{"text":"a"}]}]}""", "contents[0].role")]
    [InlineData("""{"contents":[{"parts":[{"text":1}]}]}""", "contents[0].parts[0].text")]
    [InlineData("""{"contents":[{"parts":[{"thing":{}}]}]}""", "contents[0].parts[0]")]
    [InlineData("""{"contents":[{"parts":[{"text":"a","thought":1}]}]}""", "contents[0].parts[0].thought")]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"data":"AAEC"}}]}]}""", "contents[0].parts[0].inlineData.mimeType")]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"mimeType":"","data":"AAEC"}}]}]}""", "contents[0].parts[0].inlineData.mimeType")]
    [InlineData("""{"contents":[{"parts":[{"inline_data":{"mime_type":"image/png"}}]}]}""", "contents[0].parts[0].inline_data.data")]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"A*A="}}]}]}""", "contents[0].parts[0].inlineData.data")]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":""}}]}]}""", "contents[0].parts[0].inlineData.data")]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"\ud800"}}]}]}""", "contents[0].parts[0].inlineData.data")]
    [InlineData("""{"contents":[{"parts":[{"fileData":{}}]}]}""", "contents[0].parts[0].fileData.fileUri")]
    [InlineData("""{"contents":[{"parts":[{"fileData":{"fileUri":""}}]}]}""", "contents[0].parts[0].fileData.fileUri")]
    [InlineData("""{"contents":[{"role":"model","parts":[{"functionCall":{}}]}]}""", "contents[0].parts[0].functionCall.name")]
    [InlineData("""{"contents":[{"role":"model","parts":[{"functionCall":{"name":""}}]}]}""", "contents[0].parts[0].functionCall.name")]
    [InlineData("""{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":"{}"}}]}]}""", "contents[0].parts[0].functionCall.args")]
    [InlineData("""{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f"}}]}]}""", "contents[0].parts[0]")]
    [InlineData("""{"contents":[{"parts":[{"functionResponse":{"name":"f","response":{}}}]}]}""", "contents[0].parts[0].functionResponse")]
    [InlineData("""{"contents":[{"parts":[{"functionResponse":{"id":"x","name":"f","response":{}}}]}]}""", "contents[0].parts[0]")]
    [InlineData("""{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f"}}]},{"parts":[{"functionResponse":{"name":"f","response":"x"}}]}]}""", "contents[1].parts[0].functionResponse.response")]
    [InlineData("""{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f"}}]},{"parts":[{"functionResponse":{"name":"f","parts":[{}]}}]}]}""", "contents[1].parts[0].functionResponse.parts[0]")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"systemInstruction":"Hi"}""", "systemInstruction")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"systemInstruction":{"parts":[{"text":"a"}]},"system_instruction":{"parts":[{"text":"a"}]}}""", "systemInstruction")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"tools":"f"}""", "tools")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"tools":[{"functionDeclarations":[{}]}]}""", "tools[0].functionDeclarations[0].name")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":[]}]}]}""", "tools[0].functionDeclarations[0].parameters")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":{},"parametersJsonSchema":{}}]}]}""", "tools[0].functionDeclarations[0].parameters")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"toolConfig":{"functionCallingConfig":{"mode":"SOMETIMES"}}}""", "toolConfig.functionCallingConfig.mode")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"maxOutputTokens":0}}""", "generationConfig.maxOutputTokens")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"stopSequences":"x"}}""", "generationConfig.stopSequences")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"thinkingConfig":{"thinkingBudget":-2}}}""", "generationConfig.thinkingConfig.thinkingBudget")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"thinkingConfig":{"thinkingLevel":"huge"}}}""", "generationConfig.thinkingConfig.thinkingLevel")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"responseSchema":1}}""", "generationConfig.responseSchema")]
    public void What_is_wrong_is_a_fault_that_names_its_place(string request, string path)
    {
        var fault = Asked.Read(request).Reading.Fault.ShouldNotBeNull();
        (fault.Param ?? "").ShouldBe(path);
    }

    [Theory]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}],"extra":1}]}""", "contents[0].extra")]
    [InlineData("""{"contents":[{"parts":[{"text":"a","videoMetadata":{}}]}]}""", "contents[0].parts[0].videoMetadata")]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAEC","displayName":"x"}}]}]}""", "contents[0].parts[0].inlineData.displayName")]
    [InlineData("""{"contents":[{"parts":[{"executableCode":{"code":"1"}}]}]}""", "content contents[0].parts[0]")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"tools":[{"googleSearch":{}}]}""", "tools[0].googleSearch")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"tools":[{"functionDeclarations":[{"name":"f","response":{}}]}]}""", "tools[0].functionDeclarations[0].response")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"toolConfig":{"retrievalConfig":{}}}""", "toolConfig.retrievalConfig")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"toolConfig":{"functionCallingConfig":{"mode":"VALIDATED"}}}""", "toolConfig.functionCallingConfig.mode")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"somethingNew":1}}""", "generationConfig.somethingNew")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"responseMimeType":"text/x.enum"}}""", "generationConfig.responseMimeType")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"thinkingConfig":{"more":1}}}""", "generationConfig.thinkingConfig.more")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"safetySettings":[{"category":"X"}]}""", "safetySettings")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"cachedContent":"cachedContents/1"}""", "cachedContent")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"labels":{"a":"b"}}""", "labels")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}],"brandNew":{"a":"b"}}""", "brandNew")]
    public void Nothing_is_dropped_in_silence(string request, string path)
    {
        var conversation = Asked.ReadGood(request);
        conversation.Options.OmitRest();
        Asked.Omissions(conversation).ShouldBe([path]);
    }

    [Fact]
    public void Damage_never_throws()
    {
        const int seed = 20260801;
        var random = new Random(seed);
        var good = Encoding.UTF8.GetBytes("""
            {"systemInstruction":{"parts":[{"text":"s"}]},"contents":[{"role":"user","parts":[{"text":"Hi"},{"inlineData":{"mimeType":"image/png","data":"AAEC"}},{"fileData":{"fileUri":"gs://x"}}]},{"role":"model","parts":[{"text":"t","thought":true},{"functionCall":{"name":"f","args":{}},"thoughtSignature":"eA=="}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"ok"}}}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"a":{"type":"STRING","nullable":true,"minLength":"1"}}}}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},"generationConfig":{"topK":1,"responseMimeType":"application/json","responseSchema":{"type":"OBJECT"},"responseModalities":["TEXT"],"thinkingConfig":{"thinkingBudget":5,"thinkingLevel":"LOW"}},"safetySettings":[]}
            """);
        string[] values = ["null", "1", "\"x\"", "[]", "{}", "true", "-1.5", "[1]", "{\"text\":2}", "\"\\ud800\""];
        for (var round = 0; round < 4000; round++)
        {
            var request = Damaged(good, random, values);
            try
            {
                using var document = RequestReading.Parse(request, out var reading);
                if (document is null) continue;
                var conversation = Weir.Dialects.Gemini.GeminiDialect.Instance.Read(new JsonCursor(document.RootElement, JsonPath.Root, reading));
                if (reading.Fault is null) Asked.Write(conversation, "gemini-3-pro");
            }
            catch (Exception thrown) when (thrown is not InvalidOperationException)
            {
                Assert.Fail($"seed {seed}: {Encoding.UTF8.GetString(request)}\n{thrown}");
            }
        }
    }

    /// <summary>Cuts, overwrites, or puts another value in the place of one.</summary>
    internal static byte[] Damaged(byte[] good, Random random, string[] values)
    {
        if (random.Next(8) == 0)
        {
            var cut = good.AsSpan(0, random.Next(good.Length + 1)).ToArray();
            for (var hits = random.Next(3); hits > 0 && cut.Length > 0; hits--) cut[random.Next(cut.Length)] = (byte)random.Next(32, 127);
            return cut;
        }
        var colons = Enumerable.Range(0, good.Length).Where(i => i > 0 && good[i] == ':' && good[i - 1] == '"').ToArray();
        var at = colons[random.Next(colons.Length)] + 1;
        var reader = new System.Text.Json.Utf8JsonReader(good.AsSpan(at), isFinalBlock: false, default);
        reader.Read();
        reader.TrySkip();
        var value = values[random.Next(values.Length)];
        return [.. good.AsSpan(0, at), .. Encoding.UTF8.GetBytes(value), .. good.AsSpan(at + (int)reader.BytesConsumed)];
    }

    private static Conversation With(string member, string value) =>
        Asked.ReadGood($$"""{"contents":[{"parts":[{"text":"a"}]}],"{{member}}":{{value}}}""");
}
