using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using static Weir.Lab.Tests.Simulator.SimulatorFixture;

namespace Weir.Lab.Tests.Simulator;

public sealed class ChatValidationTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private const string Tools = """[{"type":"function","function":{"name":"f"}}]""";

    [Theory]
    [InlineData("""{"temperature":2.1}""", "temperature", "decimal_above_max_value")]
    [InlineData("""{"temperature":"hot"}""", "temperature", "invalid_type")]
    [InlineData("""{"top_p":-0.1}""", "top_p", "decimal_below_min_value")]
    [InlineData("""{"frequency_penalty":3}""", "frequency_penalty", "decimal_above_max_value")]
    [InlineData("""{"presence_penalty":-3}""", "presence_penalty", "decimal_below_min_value")]
    [InlineData("""{"n":0}""", "n", "integer_below_min_value")]
    [InlineData("""{"n":129}""", "n", "integer_above_max_value")]
    [InlineData("""{"n":1.5}""", "n", "invalid_type")]
    [InlineData("""{"seed":"x"}""", "seed", "invalid_type")]
    [InlineData("""{"max_tokens":0}""", "max_tokens", "integer_below_min_value")]
    [InlineData("""{"max_completion_tokens":-1}""", "max_completion_tokens", "integer_below_min_value")]
    [InlineData("""{"max_tokens":1,"max_completion_tokens":1}""", "max_tokens", "invalid_parameter_combination")]
    [InlineData("""{"logprobs":1}""", "logprobs", "invalid_type")]
    [InlineData("""{"logprobs":true,"top_logprobs":21}""", "top_logprobs", "integer_above_max_value")]
    [InlineData("""{"top_logprobs":2}""", "top_logprobs", "invalid_parameter_combination")]
    [InlineData("""{"stop":["a","b","c","d","e"]}""", "stop", "array_above_max_length")]
    [InlineData("""{"stop":[1]}""", "stop[0]", "invalid_type")]
    [InlineData("""{"stop":""}""", "stop", "empty_string")]
    [InlineData("""{"stream":"yes"}""", "stream", "invalid_type")]
    [InlineData("""{"stream_options":{"include_usage":true}}""", "stream_options", "invalid_parameter_combination")]
    [InlineData("""{"stream":true,"stream_options":{"foo":true}}""", "stream_options.foo", "unknown_parameter")]
    [InlineData("""{"logit_bias":{"12":101}}""", "logit_bias.12", "decimal_above_max_value")]
    [InlineData("""{"logit_bias":{"word":1}}""", "logit_bias", "invalid_value")]
    [InlineData("""{"metadata":{"a":1}}""", "metadata.a", "invalid_type")]
    [InlineData("""{"service_tier":"gold"}""", "service_tier", "invalid_value")]
    [InlineData("""{"reasoning_effort":"huge"}""", "reasoning_effort", "invalid_value")]
    [InlineData("""{"verbosity":"loud"}""", "verbosity", "invalid_value")]
    [InlineData("""{"modalities":["text","audio"]}""", "modalities", "unsupported_value")]
    [InlineData("""{"audio":{"voice":"x","format":"wav"}}""", "audio", "unsupported_parameter")]
    [InlineData("""{"prediction":{"type":"content","content":"x"}}""", "prediction", "unsupported_parameter")]
    [InlineData("""{"web_search_options":{}}""", "web_search_options", "unsupported_parameter")]
    [InlineData("""{"functions":[]}""", "functions", "unsupported_parameter")]
    [InlineData("""{"function_call":"auto"}""", "function_call", "unsupported_parameter")]
    [InlineData("""{"foo":1}""", "foo", "unknown_parameter")]
    [InlineData("""{"response_format":{"type":"yaml"}}""", "response_format.type", "invalid_value")]
    [InlineData("""{"response_format":{"type":"json_object"}}""", "messages", null)]
    [InlineData("""{"response_format":{"type":"json_schema"}}""", "response_format.json_schema", "missing_required_parameter")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"a b"}}}""", "response_format.json_schema.name", "invalid_value")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"a","strict":true,"schema":{"type":"object","properties":{"x":{"type":"string"}},"required":["x"]}}}}""", "response_format", "invalid_json_schema")]
    [InlineData("""{"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"integer","minimum":2,"maximum":1}}}}""", "response_format", "invalid_json_schema")]
    [InlineData("""{"tools":[]}""", "tools", "invalid_array_length")]
    [InlineData("""{"tools":[{"type":"custom","custom":{"name":"x"}}]}""", "tools[0].type", "unsupported_value")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"bad name"}}]}""", "tools[0].function.name", "invalid_value")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"f"}}]}""", "tools[1].function.name", "invalid_value")]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"array"}}}]}""", "tools[0].function.parameters", "invalid_function_parameters")]
    [InlineData("""{"tool_choice":"auto"}""", "tool_choice", "invalid_parameter_combination")]
    [InlineData("""{"parallel_tool_calls":true}""", "parallel_tool_calls", "invalid_parameter_combination")]
    [InlineData("""{"tools":TOOLS,"tool_choice":"maybe"}""", "tool_choice", "invalid_value")]
    [InlineData("""{"tools":TOOLS,"tool_choice":{"type":"function","function":{"name":"absent"}}}""", "tool_choice", "invalid_value")]
    [InlineData("""{"messages":[]}""", "messages", "empty_array")]
    [InlineData("""{"messages":"hi"}""", "messages", "invalid_type")]
    [InlineData("""{"messages":null}""", "messages", "missing_required_parameter")]
    [InlineData("""{"messages":["hi"]}""", "messages[0]", "invalid_type")]
    [InlineData("""{"messages":[{"content":"hi"}]}""", "messages[0].role", "missing_required_parameter")]
    [InlineData("""{"messages":[{"role":"robot","content":"hi"}]}""", "messages[0].role", "invalid_value")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "messages[0].content", "invalid_type")]
    [InlineData("""{"messages":[{"role":"user","content":5}]}""", "messages[0].content", "invalid_type")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"video"}]}]}""", "messages[0].content[0].type", "invalid_value")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"input_audio"}]}]}""", "messages[0].content[0].type", "unsupported_value")]
    [InlineData("""{"messages":[{"role":"user","content":"hi","extra":1}]}""", "messages[0].extra", "unknown_parameter")]
    [InlineData("""{"messages":[{"role":"user","content":"hi"},{"role":"tool","tool_call_id":"a","content":"x"}]}""", "messages[1].role", null)]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"x"}]}""", "messages[0].tool_calls", null)]
    [InlineData("""{"model":null}""", "model", "missing_required_parameter")]
    [InlineData("""{"model":5}""", "model", "invalid_type")]
    public async Task What_is_wrong_is_refused_by_name(string change, string param, string? code)
    {
        var (status, error) = await simulator.FailAsync(Chat("hello", JsonNode.Parse(change.Replace("TOOLS", Tools, StringComparison.Ordinal))!.AsObject()));
        status.ShouldBe(400);
        ((string)error["type"]!).ShouldBe("invalid_request_error");
        ((string)error["param"]!).ShouldBe(param);
        ((string?)error["code"]).ShouldBe(code);
    }

    [Fact]
    public async Task What_changes_nothing_visible_is_accepted()
    {
        var with = JsonNode.Parse(
            """
            {"temperature":0,"top_p":1,"seed":5,"user":"u","safety_identifier":"s","metadata":{"a":"b"},"store":false,"prompt_cache_retention":"24h",
             "frequency_penalty":0.5,"presence_penalty":-0.5,"logit_bias":{"50256":-100},"modalities":["text"],"reasoning_effort":"none","stop":null,"tools":null}
            """)!.AsObject();
        await simulator.AskAsync(Chat("hello", with));
    }

    [Fact]
    public async Task Parts_and_images_are_read()
    {
        var body = Chat("x");
        body["messages"] = JsonNode.Parse(
            """
            [{"role":"developer","content":[{"type":"text","text":"be kind"}]},
             {"role":"user","content":[{"type":"text","text":"repeat exactly: "},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA==","detail":"low"}},{"type":"text","text":"joined"}]}]
            """);
        var answer = await simulator.AskAsync(body);
        ((string)answer["choices"]![0]!["message"]!["content"]!).ShouldBe("joined");
        ((int)answer["usage"]!["prompt_tokens"]!).ShouldBeGreaterThan(85);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"model\":\"sim\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}")]
    [InlineData("{\"model\":\"\\udc00\",\"messages\":[]}")]
    public async Task What_is_not_json_is_told_so(string body)
    {
        using var response = await simulator.Client.PostAsync("chat/completions", new StringContent(body, Encoding.UTF8, "application/json"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("We could not parse the JSON body of your request");
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_told_so()
    {
        var bytes = Encoding.Latin1.GetBytes("{\"model\":\"sim\",\"messages\":[{\"role\":\"user\",\"content\":\"\u00e9\"}]}");
        using var response = await simulator.Client.PostAsync("chat/completions", new ByteArrayContent(bytes));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
