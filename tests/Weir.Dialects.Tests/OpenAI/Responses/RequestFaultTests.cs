using System.Text;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI.Responses;

namespace Weir.Dialects.Tests.OpenAI.Responses;

public sealed class RequestFaultTests
{
    [Theory]
    [InlineData("""{"model":"m"}""", "input", "missing_required_parameter")]
    [InlineData("""{"input":[]}""", "input", "empty_array")]
    [InlineData("""{"input":7}""", "input", "invalid_type")]
    [InlineData("""{"input":[7]}""", "input[0]", "invalid_type")]
    [InlineData("""{"input":[{}]}""", "input[0].type", "missing_required_parameter")]
    [InlineData("""{"input":[{"type":7}]}""", "input[0].type", "invalid_type")]
    [InlineData("""{"input":[{"role":"robot","content":"x"}]}""", "input[0].role", "invalid_value")]
    [InlineData("""{"input":[{"role":"user"}]}""", "input[0].content", "missing_required_parameter")]
    [InlineData("""{"input":[{"role":"user","content":7}]}""", "input[0].content", "invalid_type")]
    [InlineData("""{"input":[{"role":"user","content":[]}]}""", "input[0].content", "empty_array")]
    [InlineData("""{"input":[{"role":"user","content":[7]}]}""", "input[0].content[0]", "invalid_type")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"text","text":"x"}]}]}""", "input[0].content[0].type", "invalid_value")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_text"}]}]}""", "input[0].content[0].text", "missing_required_parameter")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_text","text":7}]}]}""", "input[0].content[0].text", "invalid_type")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image"}]}]}""", "input[0].content[0]", "missing_required_parameter")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"ftp://x"}]}]}""", "input[0].content[0].image_url", "invalid_value")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,A*"}]}]}""", "input[0].content[0].image_url", "invalid_base64")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:application/pdf;base64,AAAA"}]}]}""", "input[0].content[0].image_url", "invalid_value")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png,AAAA"}]}]}""", "input[0].content[0].image_url", "invalid_value")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:;base64,AAAA"}]}]}""", "input[0].content[0].image_url", "invalid_value")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file"}]}]}""", "input[0].content[0]", "missing_required_parameter")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:ima\"ge/png;base64,AAAA"}]}]}""", "input[0].content[0].image_url", "invalid_value")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","file_data":""}]}]}""", "input[0].content[0].file_data", "invalid_value")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA"}}]}]}""", "input[0].content[0].input_audio.format", "missing_required_parameter")]
    [InlineData("""{"input":[{"role":"assistant","content":[{"type":"input_image","image_url":"https://x"}]}]}""", "input[0].content[0].type", "invalid_value")]
    [InlineData("""{"input":[{"type":"function_call","name":"f","arguments":"{}"}]}""", "input[0].call_id", "missing_required_parameter")]
    [InlineData("""{"input":[{"type":"function_call","call_id":"","name":"f","arguments":"{}"}]}""", "input[0].call_id", "invalid_value")]
    [InlineData("""{"input":[{"type":"function_call","call_id":"c","name":"f"}]}""", "input[0].arguments", "missing_required_parameter")]
    [InlineData("""{"input":[{"type":"function_call","call_id":"c","name":"f","arguments":{}}]}""", "input[0].arguments", "invalid_type")]
    [InlineData("""{"input":[{"type":"function_call","call_id":"c","name":"f","arguments":"[]"}]}""", "input[0].arguments", "invalid_value")]
    [InlineData("""{"input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{} x"}]}""", "input[0].arguments", "invalid_value")]
    [InlineData("""{"input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]}""", "input[0]", "invalid_value")]
    [InlineData("""{"input":[{"type":"function_call_output","call_id":"c","output":"x"}]}""", "input[0]", "invalid_value")]
    [InlineData("""{"input":[{"type":"function_call_output","call_id":"c"}]}""", "input[0].output", "missing_required_parameter")]
    [InlineData("""{"input":[{"type":"reasoning","summary":[{"type":"other","text":"x"}]}]}""", "input[0].summary[0].type", "invalid_value")]
    [InlineData("""{"input":[{"type":"reasoning","summary":"x"}]}""", "input[0].summary", "invalid_type")]
    [InlineData("""{"input":"q","instructions":[]}""", "instructions", "invalid_type")]
    [InlineData("""{"input":"q","tools":{}}""", "tools", "invalid_type")]
    [InlineData("""{"input":"q","tools":[{}]}""", "tools[0].type", "missing_required_parameter")]
    [InlineData("""{"input":"q","tools":[{"type":"function"}]}""", "tools[0].name", "missing_required_parameter")]
    [InlineData("""{"input":"q","tools":[{"type":"function","name":"f","parameters":[]}]}""", "tools[0].parameters", "invalid_type")]
    [InlineData("""{"input":"q","tools":[{"type":"function","name":"f","strict":1}]}""", "tools[0].strict", "invalid_type")]
    [InlineData("""{"input":"q","tool_choice":"maybe"}""", "tool_choice", "invalid_value")]
    [InlineData("""{"input":"q","tool_choice":{"type":"function"}}""", "tool_choice.name", "missing_required_parameter")]
    [InlineData("""{"input":"q","tool_choice":{"type":"allowed_tools","mode":"none","tools":[]}}""", "tool_choice.mode", "invalid_value")]
    [InlineData("""{"input":"q","text":{"format":{"type":"yaml"}}}""", "text.format.type", "invalid_value")]
    [InlineData("""{"input":"q","text":{"format":{"type":"json_schema","name":"n"}}}""", "text.format.schema", "missing_required_parameter")]
    [InlineData("""{"input":"q","text":{"format":{"type":"json_schema","schema":{}}}}""", "text.format.name", "missing_required_parameter")]
    [InlineData("""{"input":"q","reasoning":{"effort":"huge"}}""", "reasoning.effort", "invalid_value")]
    [InlineData("""{"input":"q","reasoning":{"summary":"huge"}}""", "reasoning.summary", "invalid_value")]
    [InlineData("""{"input":"q","max_output_tokens":0}""", "max_output_tokens", "invalid_value")]
    [InlineData("""{"input":"q","max_output_tokens":1.5}""", "max_output_tokens", "invalid_type")]
    [InlineData("""{"input":"q","stream":"yes"}""", "stream", "invalid_type")]
    [InlineData("""{"input":"q","parallel_tool_calls":1}""", "parallel_tool_calls", "invalid_type")]
    [InlineData("""{"input":"q","temperature":"hot"}""", "temperature", "invalid_type")]
    [InlineData("""{"input":"q","store":"yes"}""", "store", "invalid_type")]
    [InlineData("""{"input":"q","metadata":{"a":1}}""", "metadata.a", "invalid_type")]
    [InlineData("""{"input":"q","conversation":{}}""", "conversation.id", "missing_required_parameter")]
    [InlineData("""{"input":"q","include":"x"}""", "include", "invalid_type")]
    [InlineData("[]", null, "invalid_type")]
    public void Faults_name_their_place(string request, string? param, string code)
    {
        var fault = Spoken.Read(request).Reading.Fault.ShouldNotBeNull();
        (fault.Param, fault.Code).ShouldBe((param, code));
    }

    [Theory]
    [InlineData("""{"input":[{"type":"web_search_call","id":"w","status":"completed"}]}""", "input[0]", false)]
    [InlineData("""{"input":[{"type":"code_interpreter_call","id":"w","status":"completed"}]}""", "input[0]", true)]
    [InlineData("""{"input":[{"type":"item_reference","id":"msg_1"}]}""", "input[0]", true)]
    [InlineData("""{"input":[{"id":"msg_1"}]}""", "input[0]", true)]
    [InlineData("""{"prompt":{"id":"p"}}""", "prompt", true)]
    [InlineData("""{"input":[{"role":"user","content":"x","mood":"good"}]}""", "input[0].mood", false)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_text","text":"x","mood":1}]}]}""", "input[0].content[0].mood", false)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","file_id":"f","detail":"high"}]}]}""", "input[0].content[0].detail", false)]
    [InlineData("""{"input":[{"type":"reasoning","summary":[],"mood":1}]}""", "input[0].mood", false)]
    [InlineData("""{"input":"q","tools":[{"type":"web_search"}]}""", "tools[0]", false)]
    [InlineData("""{"input":"q","tools":[{"type":"function","name":"f","output_schema":{}}]}""", "tools[0].output_schema", false)]
    [InlineData("""{"input":"q","tools":[{"type":"function","name":"f","defer_loading":true}]}""", "tools[0].defer_loading", false)]
    [InlineData("""{"input":"q","tool_choice":{"type":"web_search"}}""", "tool_choice", false)]
    [InlineData("""{"input":"q","tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"mcp"}]}}""", "tool_choice.tools[0]", false)]
    [InlineData("""{"input":"q","include":["reasoning.encrypted_content","message.output_text.logprobs"]}""", "include", false)]
    [InlineData("""{"input":"q","stream_options":{"include_obfuscation":true}}""", "stream_options.include_obfuscation", false)]
    [InlineData("""{"input":"q","stream_options":{"more":1}}""", "stream_options.more", false)]
    [InlineData("""{"input":"q","text":{"mood":1}}""", "text.mood", false)]
    [InlineData("""{"input":"q","text":{"format":{"type":"text","mood":1}}}""", "text.format.mood", false)]
    [InlineData("""{"input":"q","reasoning":{"mode":"pro"}}""", "reasoning.mode", false)]
    [InlineData("""{"input":"q","reasoning":{"context":"all_turns"}}""", "reasoning.context", false)]
    public void Nothing_is_dropped_in_silence(string request, string path, bool isContent)
    {
        var reading = Spoken.Read(request).Reading;
        reading.Fault.ShouldBeNull();
        reading.Omissions.Select(omission => (omission.Path, omission.IsContent)).ShouldBe([(path, isContent)]);
    }

    [Fact]
    public void Omissions_name_the_type_that_is_in_the_way()
    {
        Spoken.Read("""{"input":[{"type":"code_interpreter_call"}]}""").Reading.Omissions[0].Why!.ShouldContain("'code_interpreter_call'");
        Spoken.Read("""{"input":"q","tools":[{"type":"shell"}]}""").Reading.Omissions[0].Why!.ShouldContain("'shell'");
    }

    [Fact]
    public void Random_damage_never_throws()
    {
        const int Seed = 20_261_121;
        var random = new Random(Seed);
        var good = Encoding.UTF8.GetBytes(
            """
            {"model":"m","instructions":"I","input":[{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"},{"type":"input_file","file_data":"AAAA","filename":"x.pdf"}]},{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"x"}],"encrypted_content":"redacted:E"},{"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1}"},{"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"r"}]}],"tools":[{"type":"function","name":"f","parameters":{},"strict":true}],"tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]},"text":{"format":{"type":"json_schema","name":"n","schema":{}},"verbosity":"low"},"reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"],"metadata":{"a":"b"},"temperature":1,"conversation":{"id":"x"}}
            """);
        ReadOnlySpan<byte> likely = "\"{}[]:,0tn\\u dx"u8;
        for (var round = 0; round < 6_000; round++)
        {
            var body = good.ToArray();
            for (var hits = 1 + random.Next(3); hits > 0; hits--) body[random.Next(body.Length)] = random.Next(4) == 0 ? (byte)random.Next(128) : likely[random.Next(likely.Length)];
            using var document = RequestReading.Parse(body, out var reading);
            if (document is null) continue;
            try
            {
                var read = ResponsesDialect.Read(new JsonCursor(document.RootElement, JsonPath.Root, reading), []);
                if (reading.Fault is null) Spoken.Written(read);
            }
            catch (InvalidOperationException)
            {
                // Half of a surrogate pair in a member's name, which the caller knows of.
                Encoding.UTF8.GetString(body).ShouldContain("\\u");
            }
            catch (Exception other)
            {
                Assert.Fail($"seed {Seed}: {other} on {Encoding.UTF8.GetString(body)}");
            }
        }
    }
}
