using System.Text.Json.Nodes;
using NJsonSchema;
using static Weir.Lab.Tests.Simulator.Dialects.DialectClient;

namespace Weir.Lab.Tests.Simulator.Dialects;

public sealed class GeminiTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private const string Tools = """[{"functionDeclarations":[{"name":"get_weather","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"},"unit":{"type":"STRING","enum":["c","f"]},"days":{"type":"INTEGER","nullable":true}},"required":["city","unit"]}},{"name":"get_time"}]}]""";

    private readonly DialectClient _client = For(simulator);

    private static string Path(string method, string model = "sim", string version = "v1beta") => $"/{version}/models/{model}:{method}";

    private static JsonObject Ask(string text, string members = "{}") => With(
        new JsonObject { ["contents"] = new JsonArray(new JsonObject { ["role"] = "user", ["parts"] = new JsonArray(new JsonObject { ["text"] = text }) }) }, members);

    private static string Text(JsonNode answer) => string.Concat(
        answer["candidates"]![0]!["content"]!["parts"]!.AsArray().Where(part => part!["thought"] is null).Select(part => (string?)part!["text"]));

    [Theory]
    [InlineData("v1beta")]
    [InlineData("v1")]
    public async Task Content_has_the_shape_of_the_api(string version)
    {
        var answer = await _client.AskAsync(Path("generateContent", version: version), Ask("hello"));
        answer.AsObject().Select(member => member.Key).ShouldBe(["candidates", "usageMetadata", "modelVersion", "responseId"]);
        Text(answer).Split(' ').Length.ShouldBe(60);
        ((string)answer["candidates"]![0]!["finishReason"]!).ShouldBe("STOP");
        var usage = answer["usageMetadata"]!;
        ((int)usage["totalTokenCount"]!).ShouldBe((int)usage["promptTokenCount"]! + (int)usage["candidatesTokenCount"]!);
        var count = await _client.AskAsync(Path("countTokens", version: version), Ask("hello"));
        ((int)count["totalTokens"]!).ShouldBe((int)usage["promptTokenCount"]!);
    }

    [Theory]
    [InlineData("hello", "{}", "sim")]
    [InlineData("repeat exactly: 汉字 👩‍👩‍👧 \"q\"", "{}", "sim")]
    [InlineData("hello", """{"generationConfig":{"candidateCount":2}}""", "sim")]
    [InlineData("hello", """{"generationConfig":{"maxOutputTokens":3}}""", "sim")]
    [InlineData("hello", """{"generation_config":{"thinking_config":{"thinking_level":"low","include_thoughts":true}}}""", "sim")]
    [InlineData("call get_weather and get_time", $$$"""{"tools":{{{Tools}}} }""", "gemini-3-pro")]
    [InlineData("call get_weather", $$$"""{"tools":{{{Tools}}},"generationConfig":{"thinkingConfig":{"thinkingBudget":2000} } }""", "sim")]
    public async Task A_stream_joins_to_the_plain_content(string text, string members, string model)
    {
        var plain = await _client.AskAsync(Path("generateContent", model), Ask(text, members));
        var chunks = (await _client.StreamAsync(Path("streamGenerateContent", model) + "?alt=sse", Ask(text, members))).Select(item => JsonNode.Parse(item.Data)!).ToList();
        foreach (var candidate in plain["candidates"]!.AsArray())
        {
            var own = chunks.SelectMany(chunk => chunk["candidates"]!.AsArray()).Where(item => (int)item!["index"]! == (int)candidate!["index"]!).ToList();
            own.SkipLast(1).ShouldAllBe(item => item!["finishReason"] == null);
            ((string)own[^1]!["finishReason"]!).ShouldBe((string)candidate!["finishReason"]!);
            Join(own.SelectMany(item => item!["content"]!["parts"]!.AsArray())).ShouldBe(Join(candidate["content"]!["parts"]!.AsArray()));
        }

        chunks[^1]["usageMetadata"]!.ToJsonString().ShouldBe(plain["usageMetadata"]!.ToJsonString());
        var list = await _client.AskAsync(Path("streamGenerateContent", model), Ask(text, members));
        list.AsArray().Count.ShouldBe(chunks.Count);
    }

    [Fact]
    public async Task Functions_are_called_and_their_responses_heard()
    {
        var body = Ask("call get_weather and get_time", $$$"""{"tools":{{{Tools}}} }""");
        var content = (await _client.AskAsync(Path("generateContent", "gemini-3-pro"), body))["candidates"]![0]!["content"]!;
        var parts = content["parts"]!.AsArray();
        (await JsonSchema.FromJsonAsync(Weather)).Validate(parts[0]!["functionCall"]!["args"]!.ToJsonString()).ShouldBeEmpty();
        parts[0]!["thoughtSignature"].ShouldNotBeNull();
        parts[1]!["thoughtSignature"].ShouldBeNull();
        JsonObject Back(Action<JsonNode> change)
        {
            var changed = content.DeepClone();
            change(changed);
            var next = body.DeepClone().AsObject();
            next["contents"]!.AsArray().Add(changed);
            next["contents"]!.AsArray().Add(JsonNode.Parse(
                """
                {"role":"user","parts":[{"functionResponse":{"name":"get_weather","response":{"result":"sunny"}}},
                 {"functionResponse":{"name":"get_time","response":{"hour":12}}}]}
                """));
            return next;
        }

        Text(await _client.AskAsync(Path("generateContent", "gemini-3-pro"), Back(_ => { }))).ShouldBe("The tool answered: sunny; {\"hour\":12}");
        await _client.AskAsync(Path("generateContent", "gemini-3-pro"), Back(model => model["parts"]![0]!["thoughtSignature"] = "skip_thought_signature_validator"));
        (await ErrorAsync(Back(model => model["parts"]![0]!["thoughtSignature"] = "Zm9yZ2Vk"), "gemini-3-pro")).ShouldBe("Thought signature is not valid.");
        (await ErrorAsync(Back(model => model["parts"]![0]!.AsObject().Remove("thoughtSignature")), "gemini-3-pro")).ShouldContain("missing a thought_signature");
        await _client.AskAsync(Path("generateContent"), Back(model => model["parts"]![0]!.AsObject().Remove("thoughtSignature")));
        (await ErrorAsync(Back(model => model["parts"]!.AsArray().RemoveAt(1)), "gemini-3-pro")).ShouldStartWith("Please ensure that the number of function response parts");
    }

    [Fact]
    public async Task Images_files_system_prompt_and_parameters_arrive()
    {
        var seen = await _client.AskAsync(Path("generateContent"), With(Ask(""),
            $$$"""
            {"contents":[{"role":"user","parts":[{"text":"look"},{"inlineData":{"mimeType":"image/png","data":"{{{Png}}}"} },
              {"inline_data":{"mime_type":"application/pdf","data":"{{{Png}}}"} },{"fileData":{"mimeType":"image/png","fileUri":"https://example.com/a.png"} }]}]}
            """));
        Text(seen).ShouldStartWith("[image/png, 8 bytes] [application/pdf, 8 bytes] [image/png, https://example.com/a.png] ");
        var system = await _client.AskAsync(Path("generateContent"), Ask("repeat the system prompt", """{"systemInstruction":{"parts":[{"text":"one"},{"text":"two"}]}}"""));
        Text(system).ShouldBe("one\n\ntwo");
        var told = await _client.AskAsync(Path("generateContent"), Ask(
            "what parameters",
            """{"generationConfig":{"temperature":1.5,"topP":0.9,"topK":7,"maxOutputTokens":99,"stopSequences":["END"],"seed":5,"thinkingConfig":{"thinkingLevel":"low"}}}"""));
        Text(told).ShouldBe("""{"temperature":1.5,"top_p":0.9,"top_k":7,"max_tokens":99,"stop":["END"],"seed":5,"effort":"low"}""");
    }

    [Theory]
    [InlineData("""{"responseMimeType":"application/json","responseSchema":{"type":"OBJECT","properties":{"city":{"type":"STRING"},"unit":{"type":"STRING","enum":["c","f"]}},"required":["city","unit"]}}""")]
    [InlineData($$$"""{"responseMimeType":"application/json","responseJsonSchema":{{{Weather}}} }""")]
    public async Task A_schema_is_met(string config)
    {
        var answer = await _client.AskAsync(Path("generateContent"), Ask("hello", $$"""{"generationConfig":{{config}} }"""));
        (await JsonSchema.FromJsonAsync(Weather)).Validate(Text(answer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Texts_are_embedded_one_or_many()
    {
        const string Content = """{"content":{"parts":[{"text":"hello world"}]},"outputDimensionality":8,"taskType":"RETRIEVAL_QUERY"}""";
        var one = await _client.AskAsync(Path("embedContent", "sim-embed"), JsonNode.Parse(Content));
        one["embedding"]!["values"]!.AsArray().Count.ShouldBe(8);
        var request = With(JsonNode.Parse(Content)!.AsObject(), """{"model":"models/sim-embed"}""");
        var many = await _client.AskAsync(Path("batchEmbedContents", "sim-embed", "v1"), new JsonObject { ["requests"] = new JsonArray(request, request.DeepClone()) });
        many["embeddings"]!.AsArray().Select(item => item!.ToJsonString()).ShouldBe([one["embedding"]!.ToJsonString(), one["embedding"]!.ToJsonString()]);
    }

    [Theory]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"x"}]},"model":"models/other"}""", "* GenerateContentRequest.model: unexpected model name 'models/other', the address says 'models/sim-embed'\n")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"x"}]},"model":"sim-embed"}""", "* GenerateContentRequest.model: unexpected model name 'sim-embed', the address says 'models/sim-embed'\n")]
    [InlineData("embedContent", """{"content":{"parts":[]}}""", "* GenerateContentRequest.content.parts: parts must not be empty\n")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":""}]}}""", "* GenerateContentRequest.content.parts[0].text: must not be empty\n")]
    [InlineData("embedContent", """{"content":{"parts":[{"inlineData":{}}]}}""", "Invalid JSON payload received. Unknown name \"inlineData\" at 'content.parts[0]': Cannot find field.")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"x"}]},"title":"t"}""", "* GenerateContentRequest.title: title can be set only with the task type RETRIEVAL_DOCUMENT\n")]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"x"}]},"dimensions":5}""", "Invalid JSON payload received. Unknown name \"dimensions\": Cannot find field.")]
    [InlineData("batchEmbedContents", """{"requests":[]}""", "* GenerateContentRequest.requests: requests is not specified\n")]
    [InlineData("batchEmbedContents", """{"requests":[{"content":{"parts":[{"text":"x"}]}}]}""", "* GenerateContentRequest.requests[0].model: model is not specified\n")]
    [InlineData("batchEmbedContents", """{"requests":[{"model":"models/other","content":{"parts":[{"text":"x"}]}}]}""", "* GenerateContentRequest.requests[0].model: unexpected model name 'models/other', the address says 'models/sim-embed'\n")]
    [InlineData("countTokens", """{"generateContentRequest":{"model":"models/other","contents":[{"parts":[{"text":"x"}]}]}}""", "* GenerateContentRequest.generateContentRequest.model: unexpected model name 'models/other', the address says 'models/sim-embed'\n")]
    public async Task What_is_wrong_with_an_embedding_is_refused(string method, string body, string message)
    {
        var (status, error) = await _client.FailAsync(Path(method, "sim-embed"), JsonNode.Parse(body)!.AsObject());
        status.ShouldBe(400);
        ((string)error["error"]!["message"]!).ShouldBe(message);
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(101, 400)]
    public async Task A_batch_has_a_hundred_requests_at_most(int count, int status)
    {
        var requests = Enumerable.Range(0, count).Select(i => JsonNode.Parse($$"""{"model":"models/sim-embed","content":{"parts":[{"text":"t{{i}}"}]},"outputDimensionality":1}"""));
        var body = new JsonObject { ["requests"] = new JsonArray([.. requests]) };
        if (status == 200) (await _client.AskAsync(Path("batchEmbedContents", "sim-embed"), body))["embeddings"]!.AsArray().Count.ShouldBe(count);
        else (await _client.FailAsync(Path("batchEmbedContents", "sim-embed"), body)).Item1.ShouldBe(status);
    }

    [Fact]
    public async Task A_text_has_one_vector_whoever_asks_and_however_it_is_cut()
    {
        var openai = await _client.AskAsync("/v1/embeddings", JsonNode.Parse("""{"model":"sim-embed","input":"Hello, wide world","dimensions":8}"""));
        var gemini = await _client.AskAsync(Path("embedContent", "sim-embed"), JsonNode.Parse("""{"content":{"parts":[{"text":"Hello, wi"},{"text":"de world"}]},"outputDimensionality":8}"""));

        gemini["embedding"]!["values"]!.ToJsonString().ShouldBe(openai["data"]![0]!["embedding"]!.ToJsonString());
        ((int)gemini["usageMetadata"]!["promptTokenCount"]!).ShouldBe((int)openai["usage"]!["prompt_tokens"]!);
    }

    [Theory]
    [InlineData("""{"foo":1}""", "Invalid JSON payload received. Unknown name \"foo\": Cannot find field.")]
    [InlineData("""{"contents":null}""", "* GenerateContentRequest.contents: contents is not specified\n")]
    [InlineData("""{"contents":[]}""", "* GenerateContentRequest.contents: contents is not specified\n")]
    [InlineData("""{"contents":[{"role":"assistant","parts":[{"text":"x"}]}]}""", "Please use a valid role: user, model.")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":5}]}]}""", "Invalid value at 'contents[0].parts[0].text' (TYPE_STRING), 5")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"type":"text","text":"x"}]}]}""", "Invalid JSON payload received. Unknown name \"type\" at 'contents[0].parts[0]': Cannot find field.")]
    [InlineData("""{"contents":[{"role":"user","parts":[{}]}]}""", "* GenerateContentRequest.contents[0].parts[0]: required oneof field 'data' must have one initialized field\n")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"##"}}]}]}""", "Invalid value at 'contents[0].parts[0].inlineData.data' (TYPE_BYTES), Base64 decoding failed for \"##\"")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]}]}""", "Please ensure that function response turn comes immediately after a function call turn.")]
    [InlineData("""{"generationConfig":{"temperature":3}}""", "Unable to submit request because it has a temperature value of 3 but the largest supported value is 2.")]
    [InlineData("""{"generationConfig":{"maxTokens":3}}""", "Invalid JSON payload received. Unknown name \"maxTokens\" at 'generationConfig': Cannot find field.")]
    [InlineData("""{"generationConfig":{"responseLogprobs":true}}""", "* GenerateContentRequest.generationConfig.responseLogprobs: is not supported by the simulator\n")]
    [InlineData("""{"generationConfig":{"thinkingConfig":{"thinkingBudget":1,"thinkingLevel":"LOW"}}}""", "You can only set only one of thinking budget and thinking level.")]
    [InlineData("""{"tools":[{"googleSearch":{}}]}""", "* GenerateContentRequest.tools[0].googleSearch: is not supported by the simulator\n")]
    [InlineData("""{"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","additionalProperties":false}}]}]}""", "Invalid JSON payload received. Unknown name \"additionalProperties\" at 'tools[0].functionDeclarations[0].parameters': Cannot find field.")]
    [InlineData("""{"toolConfig":{"functionCallingConfig":{"mode":"SOMETIMES"}}}""", "Invalid value at 'toolConfig.functionCallingConfig.mode' (one of MODE_UNSPECIFIED, AUTO, ANY, NONE, VALIDATED), \"SOMETIMES\"")]
    public async Task What_is_wrong_is_refused_in_googles_words(string members, string message) =>
        (await ErrorAsync(Ask("hello", members), "sim")).ShouldBe(message);

    [Theory]
    [InlineData(429, "RESOURCE_EXHAUSTED")]
    [InlineData(503, "UNAVAILABLE")]
    [InlineData(500, "INTERNAL")]
    [InlineData(404, "NOT_FOUND")]
    public async Task Demanded_statuses_are_told_in_its_shape(int status, string word)
    {
        foreach (var (model, fault) in new[] { ("sim", $"status:{status}"), ($"sim-fault-status-{status}", null) })
        {
            var (code, error) = await _client.FailAsync(Path("generateContent", model), Ask("hello"), fault);
            code.ShouldBe(status);
            ((string)error["error"]!["status"]!).ShouldBe(word);
            ((int)error["error"]!["code"]!).ShouldBe(status);
        }
    }

    private async Task<string> ErrorAsync(JsonObject body, string model)
    {
        var (status, error) = await _client.FailAsync(Path("generateContent", model), body);
        status.ShouldBe(400);
        ((string)error["error"]!["status"]!).ShouldBe("INVALID_ARGUMENT");
        return (string)error["error"]!["message"]!;
    }

    /// <summary>Neighbouring texts of one kind become one; what says nothing and signs nothing is left out.</summary>
    private static string Join(IEnumerable<JsonNode?> parts)
    {
        var text = "";
        var thought = "";
        var rest = "";
        foreach (var part in parts)
        {
            if (part!["functionCall"] is not null)
                rest += part.ToJsonString();
            else if (part["thought"] is not null)
                thought += (string)part["text"]!;
            else
                text += (string)part["text"]! + (string?)part["thoughtSignature"];
        }

        return $"{thought}|{text}|{rest}";
    }
}
