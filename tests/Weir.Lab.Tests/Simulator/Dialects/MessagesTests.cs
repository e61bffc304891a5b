using System.Text.Json.Nodes;
using NJsonSchema;
using static Weir.Lab.Tests.Simulator.Dialects.DialectClient;

namespace Weir.Lab.Tests.Simulator.Dialects;

public sealed class MessagesTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private const string Path = "/v1/messages";
    private const string Tools = $$$"""[{"name":"get_weather","input_schema":{{{Weather}}}},{"name":"get_time","description":"d","input_schema":{"type":"object"}}]""";
    private const string Thinking = """{"thinking":{"type":"enabled","budget_tokens":2048},"max_tokens":4000}""";

    private readonly DialectClient _client = For(simulator, ("anthropic-version", "2023-06-01"));

    private static JsonObject Ask(string text, string members = "{}") => With(
        new JsonObject { ["model"] = "sim", ["max_tokens"] = 500, ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }) },
        members);

    private static JsonObject Talk(string messages, string members = "{}") => With(Ask("", members), $$$"""{"messages":{{{messages}}}}""");

    [Fact]
    public async Task A_message_has_the_shape_of_the_api()
    {
        var answer = await _client.AskAsync(Path, Ask("hello"));
        answer.AsObject().Select(member => member.Key)
            .ShouldBe(["id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "usage"]);
        ((string)answer["id"]!).ShouldStartWith("msg_");
        ((string)answer["content"]![0]!["text"]!).Split(' ').Length.ShouldBe(60);
        ((string)answer["stop_reason"]!).ShouldBe("end_turn");
        ((int)answer["usage"]!["output_tokens"]!).ShouldBe(60);
        var count = await _client.AskAsync(Path + "/count_tokens", JsonNode.Parse("""{"model":"sim","messages":[{"role":"user","content":"hello"}]}""")!);
        ((int)count["input_tokens"]!).ShouldBe((int)answer["usage"]!["input_tokens"]!);
    }

    [Theory]
    [InlineData("hello", "{}")]
    [InlineData("repeat exactly: 汉字 \"quoted\" 👩‍👩‍👧 end", "{}")]
    [InlineData("call get_weather and get_time", $$$"""{"tools":{{{Tools}}}}""")]
    [InlineData("hello", Thinking)]
    [InlineData("call get_weather", $$$"""{"tools":{{{Tools}}},"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}}""")]
    [InlineData("hello", """{"thinking":{"type":"adaptive","display":"omitted"}}""")]
    [InlineData("repeat exactly: one two END three", """{"stop_sequences":["END"]}""")]
    public async Task A_stream_assembles_to_the_plain_message(string text, string members)
    {
        var plain = await _client.AskAsync(Path, Ask(text, members));
        var events = await _client.StreamAsync(Path, With(Ask(text, members), """{"stream":true}"""));
        events.ShouldAllBe(item => item.Name == (string?)JsonNode.Parse(item.Data)!["type"]);
        events[^1].Name.ShouldBe("message_stop");
        var assembled = Assemble(events.Select(item => JsonNode.Parse(item.Data)!));
        foreach (var name in (string[])["content", "stop_reason", "stop_sequence", "model", "role"])
            assembled[name]?.ToJsonString().ShouldBe(plain[name]?.ToJsonString(), name);
        foreach (var name in (string[])["input_tokens", "output_tokens", "cache_read_input_tokens", "output_tokens_details"])
            assembled["usage"]![name]!.ToJsonString().ShouldBe(plain["usage"]![name]!.ToJsonString());
    }

    [Fact]
    public async Task Tools_are_called_and_their_results_heard()
    {
        var body = Ask("call get_weather and get_time", $$$"""{"tools":{{{Tools}}}}""");
        var answer = await _client.AskAsync(Path, body);
        ((string)answer["stop_reason"]!).ShouldBe("tool_use");
        var calls = answer["content"]!.AsArray();
        calls.Count.ShouldBe(2);
        ((string)calls[0]!["id"]!).ShouldStartWith("toolu_");
        (await JsonSchema.FromJsonAsync(Weather)).Validate(calls[0]!["input"]!.ToJsonString()).ShouldBeEmpty();
        body["messages"]!.AsArray().Add(new JsonObject { ["role"] = "assistant", ["content"] = calls.DeepClone() });
        body["messages"]!.AsArray().Add(JsonNode.Parse(
            $$$"""
            {"role":"user","content":[
             {"type":"tool_result","tool_use_id":"{{{calls[0]!["id"]}}}","content":[{"type":"text","text":"sunny"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{Png}}}"}}]},
             {"type":"tool_result","tool_use_id":"{{{calls[1]!["id"]}}}","content":"noon","is_error":false}]}
            """));
        var end = await _client.AskAsync(Path, body);
        ((string)end["content"]![0]!["text"]!).ShouldBe("The tool answered: [image/png, 8 bytes] sunny; noon");
    }

    [Fact]
    public async Task Thinking_is_taken_back_only_as_it_was_given()
    {
        var body = Ask("call get_time", $$$"""{"tools":{{{Tools}}},"thinking":{"type":"enabled","budget_tokens":1024},"max_tokens":4000}""");
        var content = (await _client.AskAsync(Path, body))["content"]!.AsArray();
        content.Select(block => (string)block!["type"]!).ShouldBe(["thinking", "tool_use"]);
        JsonObject Back(Action<JsonArray> change)
        {
            var changed = content.DeepClone().AsArray();
            change(changed);
            var next = body.DeepClone().AsObject();
            next["messages"]!.AsArray().Add(new JsonObject { ["role"] = "assistant", ["content"] = changed });
            next["messages"]!.AsArray().Add(JsonNode.Parse($$$"""{"role":"user","content":[{"type":"tool_result","tool_use_id":"{{{content[1]!["id"]}}}","content":"noon"}]}"""));
            return next;
        }

        await _client.AskAsync(Path, Back(_ => { }));
        (await ErrorAsync(Back(blocks => blocks[0]!["thinking"] = "forged"))).ShouldBe("messages.1.content.0: Invalid `signature` in `thinking` block");
        (await ErrorAsync(Back(blocks => blocks[0]!["signature"] = "forged"))).ShouldBe("messages.1.content.0: Invalid `signature` in `thinking` block");
        (await ErrorAsync(Back(blocks => blocks.RemoveAt(0)))).ShouldStartWith("messages.1.content.0.type: Expected `thinking`");
    }

    [Fact]
    public async Task Images_and_documents_are_mentioned_by_type_and_size()
    {
        var answer = await _client.AskAsync(Path, Talk(
            $$$"""
            [{"role":"user","content":[
              {"type":"text","text":"look"},
              {"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{Png}}}"}},
              {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}},
              {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"{{{Png}}}"},"title":"t"}]}]
            """));
        ((string)answer["content"]![0]!["text"]!).ShouldStartWith("[image/png, 8 bytes] [image, https://example.com/a.png] [application/pdf, 8 bytes] ");
    }

    [Fact]
    public async Task System_prompt_and_parameters_are_told()
    {
        var system = await _client.AskAsync(Path, Ask("repeat the system prompt", """{"system":[{"type":"text","text":"one"},{"type":"text","text":"two","cache_control":{"type":"ephemeral"}}]}"""));
        ((string)system["content"]![0]!["text"]!).ShouldBe("one\n\ntwo");
        var told = await _client.AskAsync(Path, Ask(
            "what parameters", """{"temperature":0.5,"top_p":0.9,"top_k":7,"stop_sequences":["END"],"max_tokens":9,"output_config":{"effort":"low"}}"""));
        ((string)told["content"]![0]!["text"]!)
            .ShouldBe("""{"temperature":0.5,"top_p":0.9,"top_k":7,"max_tokens":9,"stop":["END"],"effort":"low"}""");
    }

    [Fact]
    public async Task A_marked_prefix_is_written_to_the_cache_and_then_read_from_it()
    {
        var body = Ask("hello", """{"system":[{"type":"text","text":"a system prompt of this test","cache_control":{"type":"ephemeral"}}]}""");
        var first = (await _client.AskAsync(Path, body))["usage"]!;
        var second = (await _client.AskAsync(Path, body))["usage"]!;
        var cached = (int)first["cache_creation_input_tokens"]!;
        cached.ShouldBeGreaterThan(0);
        ((int)second["cache_creation_input_tokens"]!).ShouldBe(0);
        ((int)second["cache_read_input_tokens"]!).ShouldBe(cached);
        ((int)second["input_tokens"]!).ShouldBe((int)first["input_tokens"]!);
    }

    [Fact]
    public async Task A_schema_is_met()
    {
        var answer = await _client.AskAsync(Path, Ask("hello", $$$"""{"output_config":{"format":{"type":"json_schema","schema":{{{Weather}}} } } }"""));
        (await JsonSchema.FromJsonAsync(Weather)).Validate((string)answer["content"]![0]!["text"]!).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"max_tokens":null}""", "max_tokens: Field required")]
    [InlineData("""{"max_tokens":0}""", "max_tokens: Input should be greater than or equal to 1")]
    [InlineData("""{"foo":1}""", "foo: Extra inputs are not permitted")]
    [InlineData("""{"temperature":1.5}""", "temperature: Input should be less than or equal to 1")]
    [InlineData("""{"temperature":"hot"}""", "temperature: Input should be a valid number")]
    [InlineData("""{"stop_sequences":"x"}""", "stop_sequences: Input should be a valid list")]
    [InlineData("""{"seed":1}""", "seed: Extra inputs are not permitted")]
    [InlineData("""{"context_management":{"edits":[]}}""", "context_management: Extra inputs are not permitted")]
    [InlineData("""{"messages":[]}""", "messages: at least one message is required")]
    [InlineData("""{"messages":["x"]}""", "messages.0: Input should be a valid dictionary")]
    [InlineData("""{"messages":[null]}""", "messages.0: Field required")]
    [InlineData("""{"messages":[{"role":"tool","content":"x"}]}""", "messages.0.role: Input should be 'user', 'assistant' or 'system'")]
    [InlineData("""{"messages":[{"role":"assistant","content":"x"}]}""", "messages: first message must use the \"user\" role")]
    [InlineData("""{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}]}""", "This model does not support assistant message prefill. The conversation must end with a user message.")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"video"}]}]}""", "messages.0.content.0.type: Input should be 'text', 'image', 'document' or 'tool_result'")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":"x","extra":1}]}]}""", "messages.0.content.0.extra: Extra inputs are not permitted")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"###"}}]}]}""", "messages.0.content.0.source.data: Input should be valid base64")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/bmp","data":"AAAA"}}]}]}""", "messages.0.content.0.source.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1"}]}]}""", "messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_1. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"f","input":{}}]},{"role":"user","content":"b"}]}""", "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":"{}"}]}]}""", "messages.1.content.0.input: Input should be a valid dictionary")]
    [InlineData("""{"tools":[{"name":"f"}]}""", "tools.0.input_schema: Field required")]
    [InlineData("""{"tools":[{"name":"f","input_schema":{"type":"array"}}]}""", "tools.0.input_schema.type: Input should be 'object'")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f"}}]}""", "tools.0.type: 'function' is not simulated: declare a tool with an input_schema")]
    [InlineData("""{"tool_choice":{"type":"auto"}}""", "tool_choice may only be specified while providing tools.")]
    [InlineData("""{"tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"required"}}""", "tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'")]
    [InlineData("""{"thinking":{"type":"enabled","budget_tokens":10}}""", "thinking.budget_tokens: Input should be greater than or equal to 1024")]
    [InlineData("""{"thinking":{"type":"enabled","budget_tokens":1024}}""", "`max_tokens` must be greater than `thinking.budget_tokens`.")]
    [InlineData("""{"thinking":{"type":"enabled","budget_tokens":1024},"max_tokens":2000,"temperature":0}""", "`temperature` may only be set to 1 when thinking is enabled.")]
    [InlineData("""{"output_config":{"effort":"huge"}}""", "output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'")]
    public async Task What_is_wrong_is_refused_in_anthropics_words(string members, string message) =>
        (await ErrorAsync(Ask("hello", members))).ShouldBe(message);

    [Fact]
    public async Task Errors_carry_the_request_id_and_a_version_is_needed()
    {
        using var response = await For(simulator).SendAsync(Path, Ask("hello"));
        ((int)response.StatusCode).ShouldBe(400);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        ((string)error["type"]!).ShouldBe("error");
        ((string)error["error"]!["message"]!).ShouldBe("anthropic-version: header is required");
        ((string)error["request_id"]!).ShouldBe(response.Headers.GetValues("request-id").Single());
        var newest = For(simulator, ("anthropic-version", "2026-10-21"));
        await newest.AskAsync(Path, Ask("hello"));
        (await newest.FailAsync(Path, Ask("hello", """{"temperature":1}"""))).Status.ShouldBe(400);
        (await newest.AskAsync("/v1/models", null, method: HttpMethod.Get))["has_more"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory]
    [InlineData(429, "rate_limit_error")]
    [InlineData(529, "overloaded_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(500, "api_error")]
    [InlineData(413, "request_too_large")]
    public async Task Demanded_statuses_are_told_in_its_shape(int status, string type)
    {
        var (code, error) = await _client.FailAsync(Path, Ask("hello"), $"status:{status}");
        code.ShouldBe(status);
        ((string)error["error"]!["type"]!).ShouldBe(type);
    }

    [Fact]
    public async Task Limits_are_reset_at_a_date()
    {
        using var response = await _client.SendAsync(Path, Ask("hello"));
        foreach (var kind in (string[])["requests", "tokens", "input-tokens", "output-tokens"])
        {
            int.Parse(response.Headers.GetValues($"anthropic-ratelimit-{kind}-limit").Single()).ShouldBeGreaterThan(0);
            response.Headers.GetValues($"anthropic-ratelimit-{kind}-reset").Single().ShouldMatch("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$");
        }
    }

    private async Task<string> ErrorAsync(JsonObject body)
    {
        var (status, error) = await _client.FailAsync(Path, body);
        status.ShouldBe(400);
        ((string)error["error"]!["type"]!).ShouldBe("invalid_request_error");
        return (string)error["error"]!["message"]!;
    }

    /// <summary>What Anthropic's SDK makes of a stream.</summary>
    private static JsonNode Assemble(IEnumerable<JsonNode> events)
    {
        JsonNode message = new JsonObject();
        var json = new Dictionary<int, string>();
        foreach (var item in events)
        {
            var index = (int?)item["index"] ?? 0;
            switch ((string)item["type"]!)
            {
                case "message_start":
                    message = item["message"]!.DeepClone();
                    break;
                case "content_block_start":
                    index.ShouldBe(message["content"]!.AsArray().Count);
                    message["content"]!.AsArray().Add(item["content_block"]!.DeepClone());
                    break;
                case "content_block_delta":
                    var delta = item["delta"]!.AsObject();
                    var (name, piece) = delta.Single(member => member.Key != "type");
                    if (name == "partial_json")
                        json[index] = json.GetValueOrDefault(index) + (string)piece!;
                    else
                        message["content"]![index]![name] = (string)message["content"]![index]![name]! + (string)piece!;
                    break;
                case "content_block_stop":
                    if (json.TryGetValue(index, out var arguments))
                        message["content"]![index]!["input"] = JsonNode.Parse(arguments);
                    break;
                case "message_delta":
                    foreach (var (key, value) in item["delta"]!.AsObject())
                        message[key] = value?.DeepClone();
                    foreach (var (key, value) in item["usage"]!.AsObject())
                        message["usage"]![key] = value?.DeepClone();
                    break;
            }
        }

        return message;
    }
}
