using System.Text.Json.Nodes;
using NJsonSchema;
using static Weir.Lab.Tests.Simulator.Dialects.DialectClient;

namespace Weir.Lab.Tests.Simulator.Dialects;

public sealed class ResponsesTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private const string Path = "/v1/responses";
    private const string Tools = $$$"""[{"type":"function","name":"get_weather","parameters":{{{Weather}}},"strict":false},{"type":"function","name":"get_time"}]""";

    /// <summary>What Open Responses requires of every response, null allowed.</summary>
    private static readonly string[] Keys =
    [
        "id", "object", "created_at", "completed_at", "status", "incomplete_details", "model", "previous_response_id", "instructions", "output",
        "error", "tools", "tool_choice", "truncation", "parallel_tool_calls", "text", "top_p", "presence_penalty", "frequency_penalty",
        "top_logprobs", "temperature", "reasoning", "usage", "max_output_tokens", "max_tool_calls", "store", "background", "service_tier",
        "metadata", "safety_identifier", "prompt_cache_key",
    ];

    private readonly DialectClient _client = For(simulator);

    private static JsonObject Ask(string text, string members = "{}") => With(new JsonObject { ["model"] = "sim", ["input"] = text }, members);

    private static string Text(JsonNode response) =>
        string.Concat(response["output"]!.AsArray().Where(item => (string)item!["type"]! == "message").Select(item => (string)item!["content"]![0]!["text"]!));

    [Fact]
    public async Task A_response_has_every_key()
    {
        var answer = await _client.AskAsync(Path, Ask("hello"));
        Keys.Except(answer.AsObject().Select(member => member.Key)).ShouldBeEmpty();
        ((string)answer["id"]!).ShouldStartWith("resp_");
        ((string)answer["status"]!).ShouldBe("completed");
        Text(answer).Split(' ').Length.ShouldBe(60);
        var usage = answer["usage"]!;
        ((int)usage["total_tokens"]!).ShouldBe((int)usage["input_tokens"]! + (int)usage["output_tokens"]!);
        var count = await _client.AskAsync(Path + "/input_tokens", Ask("hello"));
        ((string)count["object"]!).ShouldBe("response.input_tokens");
        ((int)count["input_tokens"]!).ShouldBe((int)usage["input_tokens"]!);
    }

    [Theory]
    [InlineData("hello", "{}", "completed")]
    [InlineData("repeat exactly: ", "{}", "completed")]
    [InlineData("call get_weather and get_time", $$$"""{"tools":{{{Tools}}} }""", "completed")]
    [InlineData("hello", """{"reasoning":{"effort":"low","summary":"auto"}}""", "completed")]
    [InlineData("hello", """{"reasoning":{"effort":"low"},"stream_options":{"include_obfuscation":true}}""", "completed")]
    [InlineData("hello", """{"max_output_tokens":16}""", "incomplete")]
    [InlineData("repeat exactly: two words", """{"include":["message.output_text.logprobs"],"top_logprobs":2}""", "completed")]
    public async Task A_stream_tells_every_step_and_ends_with_the_plain_response(string text, string members, string status)
    {
        var streamed = With(Ask(text, members), """{"stream":true}""");
        var plainBody = Ask(text, members);
        plainBody.Remove("stream_options");
        var plain = await _client.AskAsync(Path, plainBody);
        var events = await _client.StreamAsync(Path, streamed);
        events[^1].ShouldBe((null, "[DONE]"));
        var parsed = events.SkipLast(1).Select(item => (item.Name, Data: JsonNode.Parse(item.Data)!)).ToList();
        parsed.ShouldAllBe(item => item.Name == (string)item.Data["type"]!);
        parsed.Select(item => (int)item.Data["sequence_number"]!).ShouldBe(Enumerable.Range(0, parsed.Count));
        parsed[0].Name.ShouldBe("response.created");
        parsed[1].Name.ShouldBe("response.in_progress");
        parsed[^1].Name.ShouldBe("response." + status);
        ((string)plain["status"]!).ShouldBe(status);

        var last = parsed[^1].Data["response"]!;
        var doneItems = parsed.Where(item => item.Name == "response.output_item.done").Select(item => item.Data["item"]!.ToJsonString());
        doneItems.ShouldBe(last["output"]!.AsArray().Select(item => item!.ToJsonString()));
        var deltas = string.Concat(parsed.Where(item => item.Name == "response.output_text.delta").Select(item => (string)item.Data["delta"]!));
        deltas.ShouldBe(Text(plain));
        Text(last).ShouldBe(Text(plain));
        last["usage"]!.ToJsonString().ShouldBe(plain["usage"]!.ToJsonString());
        foreach (var call in last["output"]!.AsArray().Where(item => (string)item!["type"]! == "function_call"))
        {
            string.Concat(parsed.Where(item => item.Name == "response.function_call_arguments.delta" && (string)item.Data["item_id"]! == (string)call!["id"]!)
                .Select(item => (string)item.Data["delta"]!)).ShouldBe((string)call!["arguments"]!);
        }
    }

    [Fact]
    public async Task A_conversation_goes_on_from_a_stored_response()
    {
        var first = await _client.AskAsync(Path, Ask("call get_weather", $$$"""{"tools":{{{Tools}}},"instructions":"be kind","reasoning":{"effort":"low"} }"""));
        var call = first["output"]!.AsArray().Single(item => (string)item!["type"]! == "function_call")!;
        (await JsonSchema.FromJsonAsync(Weather)).Validate((string)call["arguments"]!).ShouldBeEmpty();
        var second = await _client.AskAsync(Path, With(Ask(""), $$$"""{"previous_response_id":"{{{first["id"]}}}","input":[{"type":"function_call_output","call_id":"{{{call["call_id"]}}}","output":"sunny"}]}"""));
        Text(second).ShouldBe("The tool answered: sunny");
        var third = await _client.AskAsync(Path, Ask("repeat the system prompt", $$$"""{"previous_response_id":"{{{second["id"]}}}","instructions":"new"}"""));
        Text(third).ShouldBe("new");

        var kept = await _client.AskAsync($"{Path}/{second["id"]}", null, method: HttpMethod.Get);
        kept.ToJsonString().ShouldBe(second.ToJsonString());
        var items = await _client.AskAsync($"{Path}/{second["id"]}/input_items?order=asc", null, method: HttpMethod.Get);
        items["data"]!.AsArray().Select(item => (string)item!["type"]!).ShouldBe(["message", "reasoning", "function_call", "function_call_output"]);
        (await _client.FailAsync($"{Path}/{second["id"]}/cancel", null)).Status.ShouldBe(400);
        (await _client.AskAsync($"{Path}/{second["id"]}", null, method: HttpMethod.Delete))["deleted"]!.GetValue<bool>().ShouldBeTrue();
        (await _client.FailAsync($"{Path}/{second["id"]}", null, method: HttpMethod.Get)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task What_is_not_stored_or_broke_off_is_not_known()
    {
        var unkept = await _client.AskAsync(Path, Ask("hello", """{"store":false}"""));
        (await _client.FailAsync($"{Path}/{unkept["id"]}", null, method: HttpMethod.Get)).Status.ShouldBe(404);
        var broken = await _client.StreamAsync(Path, Ask("hello", """{"stream":true}"""), "end:3");
        var id = (string)JsonNode.Parse(broken[0].Data)!["response"]!["id"]!;
        var (status, error) = await _client.FailAsync(Path, Ask("go on", $$$"""{"previous_response_id":"{{{id}}}"}"""));
        status.ShouldBe(404);
        ((string)error["error"]!["code"]!).ShouldBe("previous_response_not_found");
        ((string)error["error"]!["param"]!).ShouldBe("previous_response_id");
    }

    [Fact]
    public async Task Reasoning_is_taken_back_only_as_it_was_given()
    {
        var first = await _client.AskAsync(Path, Ask("call get_time", $$$"""{"tools":{{{Tools}}},"store":false,"reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"]}"""));
        var output = first["output"]!.AsArray();
        output.Select(item => (string)item!["type"]!).ShouldBe(["reasoning", "function_call"]);
        JsonObject Back(Action<JsonArray> change)
        {
            var input = output.DeepClone().AsArray();
            input.Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = (string)output[1]!["call_id"]!, ["output"] = "noon" });
            change(input);
            return With(Ask(""), $$"""{"input":{{input.ToJsonString()}},"store":false}""");
        }

        Text(await _client.AskAsync(Path, Back(_ => { }))).ShouldBe("The tool answered: noon");
        var (_, forged) = await _client.FailAsync(Path, Back(input => input[0]!["encrypted_content"] = "forged"));
        ((string)forged["error"]!["code"]!).ShouldBe("invalid_encrypted_content");
        (await _client.FailAsync(Path, Back(input => input[0]!.AsObject().Remove("encrypted_content")))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Images_and_files_are_mentioned_by_type_and_size()
    {
        var answer = await _client.AskAsync(Path, With(Ask(""),
            $$$"""
            {"input":[{"role":"user","content":[
              {"type":"input_text","text":"look"},
              {"type":"input_image","image_url":"data:image/png;base64,{{{Png}}}","detail":"auto"},
              {"type":"input_image","image_url":"https://example.com/a.png"},
              {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,{{{Png}}}"}]}]}
            """));
        Text(answer).ShouldStartWith("[image/png, 8 bytes] [image, https://example.com/a.png] [application/pdf, 8 bytes] ");
    }

    [Fact]
    public async Task Parameters_and_formats_are_honoured()
    {
        var told = await _client.AskAsync(Path, Ask("what parameters", """{"temperature":0.5,"top_p":0.9,"max_output_tokens":99,"reasoning":{"effort":"low"},"text":{"verbosity":"low"}}"""));
        Text(told).ShouldBe("""{"temperature":0.5,"top_p":0.9,"max_tokens":99,"effort":"low","verbosity":"low"}""");
        var json = await _client.AskAsync(Path, Ask("hello", $$$"""{"text":{"format":{"type":"json_schema","name":"w","schema":{{{Weather}}} } } }"""));
        (await JsonSchema.FromJsonAsync(Weather)).Validate(Text(json)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"model":null}""", "model", "missing_required_parameter")]
    [InlineData("""{"input":null}""", "input", "missing_required_parameter")]
    [InlineData("""{"input":5}""", "input", "invalid_type")]
    [InlineData("""{"input":[]}""", "input", "empty_array")]
    [InlineData("""{"foo":1}""", "foo", "unknown_parameter")]
    [InlineData("""{"messages":[]}""", "messages", "unknown_parameter")]
    [InlineData("""{"temperature":3}""", "temperature", "integer_above_max_value")]
    [InlineData("""{"max_output_tokens":1}""", "max_output_tokens", "integer_below_min_value")]
    [InlineData("""{"background":true,"store":false}""", "background", "invalid_parameter_combination")]
    [InlineData("""{"conversation":"conv_1"}""", "conversation", "unsupported_parameter")]
    [InlineData("""{"stop":"x"}""", "stop", "unknown_parameter")]
    [InlineData("""{"include":["everything"]}""", "include[0]", "invalid_value")]
    [InlineData("""{"reasoning":{"effort":"huge"}}""", "reasoning.effort", "invalid_value")]
    [InlineData("""{"text":{"format":{"type":"yaml"}}}""", "text.format.type", "invalid_value")]
    [InlineData("""{"stream_options":{}}""", "stream_options", "invalid_parameter_combination")]
    [InlineData("""{"tools":[{"type":"file_search"}]}""", "tools[0].type", "unsupported_value")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f"}}]}""", "tools[0].function", "unknown_parameter")]
    [InlineData("""{"tool_choice":{"type":"function","name":"absent"}}""", "tool_choice", "invalid_value")]
    [InlineData("""{"input":[{"role":"robot","content":"x"}]}""", "input[0].role", "invalid_value")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"text","text":"x"}]}]}""", "input[0].content[0].type", "invalid_value")]
    [InlineData("""{"input":[{"role":"assistant","content":[{"type":"input_text","text":"x"}]}]}""", "input[0].content[0].type", "invalid_value")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,##"}]}]}""", "input[0].content[0].image_url", "invalid_value")]
    [InlineData("""{"input":[{"type":"function_call_output","call_id":"call_1","output":"x"}]}""", "input", null)]
    [InlineData("""{"input":[{"type":"function_call","call_id":"call_1","name":"f","arguments":"{}"}]}""", "input", null)]
    [InlineData("""{"input":[{"type":"teleport"}]}""", "input[0].type", "invalid_value")]
    public async Task What_is_wrong_is_refused_by_name(string members, string param, string? code)
    {
        var (status, error) = await _client.FailAsync(Path, Ask("hello", members));
        status.ShouldBe(400);
        ((string)error["error"]!["param"]!).ShouldBe(param);
        ((string?)error["error"]!["code"]).ShouldBe(code);
    }
}
