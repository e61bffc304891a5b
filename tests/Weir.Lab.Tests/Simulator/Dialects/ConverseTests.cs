using System.Text.Json.Nodes;
using NJsonSchema;
using static Weir.Lab.Tests.Simulator.Dialects.DialectClient;

namespace Weir.Lab.Tests.Simulator.Dialects;

public sealed class ConverseTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private const string Path = "/model/anthropic.claude-sim-v1%3A0/converse";
    private const string Tools = $$$"""{"tools":[{"toolSpec":{"name":"get_weather","inputSchema":{"json":{{{Weather}}} } } },{"toolSpec":{"name":"get_time","inputSchema":{"json":{"type":"object"} } } }]}""";
    private const string Thinking = """{"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":1024}}}""";

    private readonly DialectClient _client = For(simulator);

    private static JsonObject Ask(string text, string members = "{}") => With(
        new JsonObject { ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = new JsonArray(new JsonObject { ["text"] = text }) }) }, members);

    private static string Text(JsonNode answer) =>
        string.Concat(answer["output"]!["message"]!["content"]!.AsArray().Select(block => (string?)block!["text"]));

    [Fact]
    public async Task An_answer_has_the_shape_of_the_api()
    {
        var answer = await _client.AskAsync(Path, Ask("hello"));
        answer.AsObject().Select(member => member.Key).ShouldBe(["metrics", "output", "stopReason", "usage"]);
        Text(answer).Split(' ').Length.ShouldBe(60);
        ((string)answer["stopReason"]!).ShouldBe("end_turn");
        var usage = answer["usage"]!;
        ((int)usage["totalTokens"]!).ShouldBe((int)usage["inputTokens"]! + (int)usage["outputTokens"]!);
    }

    [Theory]
    [InlineData("hello", "{}")]
    [InlineData("call get_weather and get_time", $$$"""{"toolConfig":{{{Tools}}} }""")]
    [InlineData("hello", Thinking)]
    [InlineData("repeat exactly: one END two", """{"inferenceConfig":{"stopSequences":["END"]},"additionalModelResponseFieldPaths":["/stop_sequence"]}""")]
    [InlineData("hello", """{"inferenceConfig":{"maxTokens":3}}""")]
    public async Task A_stream_assembles_to_the_plain_answer(string text, string members)
    {
        var plain = await _client.AskAsync(Path, Ask(text, members));
        using var response = await _client.SendAsync(Path + "-stream", Ask(text, members));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.amazon.eventstream");
        var events = AwsEvents.Read(await response.Content.ReadAsByteArrayAsync());
        events[0].Type.ShouldBe("messageStart");
        events[^2].Type.ShouldBe("messageStop");
        ((string)events[^2].Data["stopReason"]!).ShouldBe((string)plain["stopReason"]!);
        events[^2].Data["additionalModelResponseFields"]?.ToJsonString().ShouldBe(plain["additionalModelResponseFields"]?.ToJsonString());
        events[^1].Type.ShouldBe("metadata");
        events[^1].Data["usage"]!.ToJsonString().ShouldBe(plain["usage"]!.ToJsonString());
        JsonNode.DeepEquals(Assemble(events), plain["output"]!["message"]!["content"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Tools_thinking_and_results_make_a_loop()
    {
        var body = With(Ask("call get_weather", $$$"""{"toolConfig":{{{Tools}}} }"""), Thinking);
        var message = (await _client.AskAsync(Path, body))["output"]!["message"]!;
        var use = message["content"]![1]!["toolUse"]!;
        ((string)use["toolUseId"]!).ShouldStartWith("tooluse_");
        (await JsonSchema.FromJsonAsync(Weather)).Validate(use["input"]!.ToJsonString()).ShouldBeEmpty();
        JsonObject Back(Action<JsonNode> change)
        {
            var changed = message.DeepClone();
            change(changed);
            var next = body.DeepClone().AsObject();
            next["messages"]!.AsArray().Add(changed);
            next["messages"]!.AsArray().Add(JsonNode.Parse(
                $$$"""
                {"role":"user","content":[{"toolResult":{"toolUseId":"{{{use["toolUseId"]}}}","status":"success","content":[{"json":{"sun":true} },{"image":{"format":"png","source":{"bytes":"{{{Png}}}"} } }]} }]}
                """));
            return next;
        }

        Text(await _client.AskAsync(Path, Back(_ => { }))).ShouldBe("The tool answered: [image/png, 8 bytes] {\"sun\":true}");
        (await ErrorAsync(Back(changed => changed["content"]![0]!["reasoningContent"]!["reasoningText"]!["text"] = "forged"))).ShouldContain("Invalid `signature` in `thinking` block");
        (await ErrorAsync(Back(changed => changed["content"]!.AsArray().RemoveAt(1)))).ShouldBe("The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.");
    }

    [Fact]
    public async Task Images_documents_system_prompt_and_parameters_arrive()
    {
        var seen = await _client.AskAsync(Path, With(Ask(""),
            $$$"""
            {"messages":[{"role":"user","content":[{"text":"look"},{"image":{"format":"jpeg","source":{"bytes":"{{{Png}}}"} } },
              {"document":{"format":"pdf","name":"a file","source":{"bytes":"{{{Png}}}"} } }]}]}
            """));
        Text(seen).ShouldStartWith("[image/jpeg, 8 bytes] [application/pdf, 8 bytes] ");
        Text(await _client.AskAsync(Path, Ask("repeat the system prompt", """{"system":[{"text":"one"},{"text":"two"},{"cachePoint":{"type":"default"}}]}"""))).ShouldBe("one\n\ntwo");
        var told = await _client.AskAsync(Path, Ask(
            "what parameters",
            """{"inferenceConfig":{"temperature":0.5,"topP":0.9,"maxTokens":2000,"stopSequences":["END"]},"additionalModelRequestFields":{"top_k":7,"thinking":{"type":"enabled","budget_tokens":1024}}}"""));
        Text(told).ShouldBe("""{"temperature":0.5,"top_p":0.9,"top_k":7,"max_tokens":2000,"stop":["END"],"thinking_budget":1024}""");
    }

    [Fact]
    public async Task A_prefix_before_a_cache_point_is_written_and_then_read()
    {
        var body = Ask("hello", """{"system":[{"text":"a prompt of this test alone"},{"cachePoint":{"type":"default"}}]}""");
        var first = (await _client.AskAsync(Path, body))["usage"]!;
        var second = (await _client.AskAsync(Path, body))["usage"]!;
        ((int)first["cacheWriteInputTokens"]!).ShouldBeGreaterThan(0);
        ((int)second["cacheReadInputTokens"]!).ShouldBe((int)first["cacheWriteInputTokens"]!);
        ((int)second["inputTokens"]!).ShouldBe((int)first["inputTokens"]!);
    }

    [Theory]
    [InlineData("""{"foo":1}""", "foo: extraneous key [foo] is not permitted")]
    [InlineData("""{"messages":null}""", "Value null at 'messages' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"messages":[]}""", "must contain at least one message")]
    [InlineData("""{"messages":[{"role":"system","content":[{"text":"x"}]}]}""", "Value 'system' at 'messages.1.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant]")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "Unexpected field type at 'messages.1.member.content': expected array")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":" "}]}]}""", "The text field in the ContentBlock object at messages.0.content.0 is blank.")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"user","content":[{"text":"b"}]}]}""", "A conversation must alternate between user and assistant roles.")]
    [InlineData("""{"messages":[{"role":"user","content":[{"image":{"format":"bmp","source":{"bytes":"AAAA"}}}]}]}""", "Value 'bmp' at 'messages.1.member.content.1.member.image.format'")]
    [InlineData("""{"messages":[{"role":"user","content":[{"image":{"format":"png","source":{"bytes":"##"}}}]}]}""", "Unable to decode base64")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"f","input":{}}}]},{"role":"user","content":[{"text":"b"}]}]}""", "Expected toolResult blocks at messages.2.content for the following Ids: t1")]
    [InlineData("""{"inferenceConfig":{"temperature":2}}""", "Value '2' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1")]
    [InlineData("""{"inferenceConfig":{"topK":2}}""", "extraneous key [topK] is not permitted")]
    [InlineData("""{"toolConfig":{"tools":[]}}""", "Member must have length greater than or equal to 1")]
    [InlineData("""{"guardrailConfig":{}}""", "guardrailConfig: is not supported by the simulator")]
    public async Task What_is_wrong_is_refused_with_its_place(string members, string message) => (await ErrorAsync(Ask("hello", members))).ShouldContain(message);

    [Theory]
    [InlineData(429, "ThrottlingException")]
    [InlineData(503, "ServiceUnavailableException")]
    [InlineData(500, "InternalServerException")]
    [InlineData(403, "AccessDeniedException")]
    [InlineData(400, "ValidationException")]
    public async Task Demanded_statuses_are_told_in_its_shape(int status, string type)
    {
        using var response = await _client.SendAsync($"/model/sim-fault-status-{status}/converse-stream", Ask("hello"));
        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("x-amzn-errortype").ShouldBe([type]);
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject().Select(member => member.Key).ShouldBe(["message"]);
    }

    [Fact]
    public void The_checksum_of_these_tests_is_the_known_one() => AwsEvents.Crc("123456789"u8).ShouldBe(0xCBF4_3926);

    private async Task<string> ErrorAsync(JsonObject body)
    {
        var (status, error) = await _client.FailAsync(Path, body);
        status.ShouldBe(400);
        return (string)error["message"]!;
    }

    private static JsonArray Assemble(List<(string Type, JsonNode Data)> events)
    {
        var blocks = new SortedDictionary<int, JsonObject>();
        var inputs = new Dictionary<int, string>();
        foreach (var (type, data) in events)
        {
            if (data["contentBlockIndex"] is not { } place)
                continue;
            var index = (int)place;
            var block = blocks.TryGetValue(index, out var known) ? known : blocks[index] = [];
            var delta = data["delta"];
            if (type == "contentBlockStart")
                block["toolUse"] = data["start"]!["toolUse"]!.DeepClone();
            else if (delta?["text"] is { } text)
                block["text"] = (string?)block["text"] + (string)text!;
            else if (delta?["toolUse"] is { } tool)
                inputs[index] = inputs.GetValueOrDefault(index) + (string)tool["input"]!;
            else if (delta?["reasoningContent"] is { } thought)
                Think(block, thought.AsObject());
        }

        foreach (var (index, input) in inputs)
            blocks[index]["toolUse"]!["input"] = JsonNode.Parse(input);
        return [.. blocks.Values];
    }

    private static void Think(JsonObject block, JsonObject thought)
    {
        block["reasoningContent"] ??= new JsonObject { ["reasoningText"] = new JsonObject() };
        var text = block["reasoningContent"]!["reasoningText"]!;
        foreach (var (name, value) in thought)
            text[name] = (string?)text[name] + (string)value!;
    }
}
