using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI.Chat;

namespace Weir.Dialects.Tests.OpenAI.Chat;

public sealed class ChatRequestFaultTests
{
    [Theory]
    [InlineData("[]", null)]
    [InlineData("{}", "messages")]
    [InlineData("""{"messages":1}""", "messages")]
    [InlineData("""{"messages":[]}""", "messages")]
    [InlineData("""{"messages":[1]}""", "messages[0]")]
    public void A_request_needs_messages(string body, string? path)
    {
        var asked = Asked.Of(body);
        asked.Reading.Fault.ShouldNotBeNull().Param.ShouldBe(path);
    }

    [Theory]
    [InlineData("""{"content":"a"}""", "messages[0].role", "missing_required_parameter")]
    [InlineData("""{"role":"robot","content":"a"}""", "messages[0].role", "invalid_value")]
    [InlineData("""{"role":"user"}""", "messages[0].content", "missing_required_parameter")]
    [InlineData("""{"role":"user","content":null}""", "messages[0].content", "missing_required_parameter")]
    [InlineData("""{"role":"user","content":5}""", "messages[0].content", "invalid_type")]
    [InlineData("""{"role":"user","content":[]}""", "messages[0].content", "empty_array")]
    [InlineData("""{"role":"user","content":["a"]}""", "messages[0].content[0]", "invalid_type")]
    [InlineData("""{"role":"user","content":[{"text":"a"}]}""", "messages[0].content[0].type", "missing_required_parameter")]
    [InlineData("""{"role":"user","content":[{"type":"video"}]}""", "messages[0].content[0].type", "invalid_value")]
    [InlineData("""{"role":"system","content":[{"type":"image_url","image_url":{"url":"http://a"}}]}""", "messages[0].content[0].type", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"text"}]}""", "messages[0].content[0].text", "missing_required_parameter")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":1}]}""", "messages[0].content[0].text", "invalid_type")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":"http://a"}]}""", "messages[0].content[0].image_url", "invalid_type")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{}}]}""", "messages[0].content[0].image_url.url", "missing_required_parameter")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"ftp://a"}}]}""", "messages[0].content[0].image_url.url", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png,AAEC"}}]}""", "messages[0].content[0].image_url.url", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64"}}]}""", "messages[0].content[0].image_url.url", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:;base64,AAEC"}}]}""", "messages[0].content[0].image_url.url", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:ima\"ge/png;base64,AAEC"}}]}""", "messages[0].content[0].image_url.url", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,A"}}]}""", "messages[0].content[0].image_url.url", "invalid_base64")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,"}}]}""", "messages[0].content[0].image_url.url", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:text/plain;base64,AAEC"}}]}""", "messages[0].content[0].image_url.url", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAEC","format":"ogg"}}]}""", "messages[0].content[0].input_audio.format", "invalid_value")]
    [InlineData("""{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"?","format":"mp3"}}]}""", "messages[0].content[0].input_audio.data", "invalid_base64")]
    [InlineData("""{"role":"user","content":[{"type":"file","file":{}}]}""", "messages[0].content[0].file.file_data", "missing_required_parameter")]
    [InlineData("""{"role":"assistant"}""", "messages[0].content", "missing_required_parameter")]
    [InlineData("""{"role":"assistant","content":"a","refusal":1}""", "messages[0].refusal", "invalid_type")]
    [InlineData("""{"role":"assistant","tool_calls":{}}""", "messages[0].tool_calls", "invalid_type")]
    [InlineData("""{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"f","arguments":"{}"}}]}""", "messages[0].tool_calls[0].id", "missing_required_parameter")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"","type":"function","function":{"name":"f","arguments":"{}"}}]}""", "messages[0].tool_calls[0].id", "invalid_value")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"magic"}]}""", "messages[0].tool_calls[0].type", "invalid_value")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function"}]}""", "messages[0].tool_calls[0].function", "missing_required_parameter")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"arguments":"{}"}}]}""", "messages[0].tool_calls[0].function.name", "missing_required_parameter")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f"}}]}""", "messages[0].tool_calls[0].function.arguments", "missing_required_parameter")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":"}}]}""", "messages[0].tool_calls[0].function.arguments", "invalid_value")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"[]"}}]}""", "messages[0].tool_calls[0].function.arguments", "invalid_value")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}""", "messages[0].tool_calls[0]", "invalid_value")]
    [InlineData("""{"role":"assistant","content":"a","reasoning_details":{}}""", "messages[0].reasoning_details", "invalid_type")]
    [InlineData("""{"role":"assistant","content":"a","reasoning_details":[{"text":"b"}]}""", "messages[0].reasoning_details[0].type", "missing_required_parameter")]
    [InlineData("""{"role":"tool","content":"a"}""", "messages[0].tool_call_id", "missing_required_parameter")]
    [InlineData("""{"role":"tool","content":"a","tool_call_id":"c"}""", "messages[0]", "invalid_value")]
    [InlineData("""{"role":"function","content":"a"}""", "messages[0].name", "missing_required_parameter")]
    [InlineData("""{"role":"function","content":"a","name":"f"}""", "messages[0]", "invalid_value")]
    public void Faults_in_messages_name_the_place(string message, string path, string code)
    {
        var fault = Asked.Messages(message).Reading.Fault.ShouldNotBeNull();
        (fault.Param, fault.Code).ShouldBe((path, code));
    }

    [Theory]
    [InlineData("\"stream\":1", "stream")]
    [InlineData("\"stream_options\":[]", "stream_options")]
    [InlineData("\"stream_options\":{\"include_usage\":1}", "stream_options.include_usage")]
    [InlineData("\"max_tokens\":0", "max_tokens")]
    [InlineData("\"max_completion_tokens\":1.5", "max_completion_tokens")]
    [InlineData("\"stop\":{}", "stop")]
    [InlineData("\"stop\":[\"a\",1]", "stop[1]")]
    [InlineData("\"reasoning_effort\":\"huge\"", "reasoning_effort")]
    [InlineData("\"response_format\":\"json\"", "response_format")]
    [InlineData("\"response_format\":{}", "response_format.type")]
    [InlineData("\"response_format\":{\"type\":\"xml\"}", "response_format.type")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\"}", "response_format.json_schema")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{}}}", "response_format.json_schema.name")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":[]}}", "response_format.json_schema.schema")]
    [InlineData("\"tools\":{}", "tools")]
    [InlineData("\"tools\":[{}]", "tools[0].type")]
    [InlineData("\"tools\":[{\"type\":\"function\"}]", "tools[0].function")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{}}]", "tools[0].function.name")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"\"}}]", "tools[0].function.name")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":[]}}]", "tools[0].function.parameters")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"strict\":1}}]", "tools[0].function.strict")]
    [InlineData("\"functions\":[{}]", "functions[0].name")]
    [InlineData("\"function_call\":\"required\"", "function_call")]
    [InlineData("\"tool_choice\":\"any\"", "tool_choice")]
    [InlineData("\"tool_choice\":1", "tool_choice")]
    [InlineData("\"tool_choice\":{\"type\":\"any\"}", "tool_choice.type")]
    [InlineData("\"tool_choice\":{\"type\":\"function\"}", "tool_choice.function")]
    [InlineData("\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}", "tool_choice")]
    [InlineData("\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"none\",\"tools\":[]}}", "tool_choice.allowed_tools.mode")]
    [InlineData("\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\",\"tools\":[]}}", "tool_choice.allowed_tools.tools")]
    [InlineData("\"parallel_tool_calls\":\"yes\"", "parallel_tool_calls")]
    [InlineData("\"temperature\":\"hot\"", "temperature")]
    [InlineData("\"n\":1.5", "n")]
    [InlineData("\"logprobs\":1", "logprobs")]
    [InlineData("\"user\":{}", "user")]
    [InlineData("\"metadata\":[]", "metadata")]
    [InlineData("\"modalities\":\"text\"", "modalities")]
    public void Faults_in_parameters_name_the_place(string members, string path) =>
        Asked.With(members).Reading.Fault.ShouldNotBeNull().Param.ShouldBe(path);

    [Fact]
    public void No_damage_to_a_request_throws()
    {
        var random = new Random(20261121);
        var good = """
            {"model":"m","stream":true,"stop":"x","tools":[{"type":"function","function":{"name":"f","parameters":{}}}],"tool_choice":{"type":"function","function":{"name":"f"}},
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{}}},"messages":[{"role":"system","content":"a"},{"role":"user","content":
            [{"type":"text","text":"\u00e9"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAEC"}},{"type":"file","file":{"file_data":"AAEC","filename":"a"}}]},
            {"role":"assistant","reasoning_details":[{"type":"reasoning.text","text":"a","signature":"b"}],"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c","content":"d"}]}
            """;
        string[] values = ["null", "1", "\"x\"", "[]", "{}", "true", "\"\\ud800\"", "[[]]", "-1e99"];
        var tokens = Regex.Split(good, "(\"[^\"]*\"|[\\[\\]{}:,])", RegexOptions.None, TimeSpan.FromSeconds(10));
        var parsed = 0;
        for (var round = 0; round < 6_000; round++)
        {
            var damaged = (string[])tokens.Clone();
            for (var hits = random.Next(1, 4); hits > 0; hits--)
            {
                var at = random.Next(damaged.Length);
                damaged[at] = random.Next(3) == 0 ? tokens[random.Next(tokens.Length)] : values[random.Next(values.Length)];
            }
            var body = string.Concat(damaged);
            using var document = Parse(body, out var reading);
            if (document is null) continue;
            parsed++;
            Should.NotThrow(() => ReadAndWrite(document, reading), body);
        }
        parsed.ShouldBeGreaterThan(300);
    }

    private static JsonDocument? Parse(string body, out RequestReading reading)
    {
        try
        {
            return RequestReading.Parse(Encoding.UTF8.GetBytes(body), out reading);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in a member's name, which the gateway answers.
            reading = new RequestReading();
            return null;
        }
    }

    private static void ReadAndWrite(JsonDocument document, RequestReading reading)
    {
        var conversation = ChatDialect.Instance.Read(new JsonCursor(document.RootElement, JsonPath.Root, reading));
        if (reading.Fault is null) Asked.Write(conversation);
    }
}
