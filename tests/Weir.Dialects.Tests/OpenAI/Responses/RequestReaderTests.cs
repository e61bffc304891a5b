using System.Text;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.OpenAI.Responses;

public sealed class RequestReaderTests
{
    [Fact]
    public void A_text_is_a_question_of_the_user_and_instructions_come_first()
    {
        var read = Spoken.ReadWell("""{"model":"m","input":"Hi \u00e9","instructions":"Be brief.","stream":true}""");
        read.Stream.ShouldBeTrue();
        Said(read).ShouldBe(["System: text 'Be brief.'", @"User: text 'Hi \u00e9'"]);
    }

    [Fact]
    public void Items_of_the_model_that_follow_each_other_are_one_turn()
    {
        var read = Spoken.ReadWell(
            """
            {"model":"m","input":[
              {"role":"developer","content":"D"},
              {"type":"message","role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b","prompt_cache_breakpoint":{"mode":"explicit"}}]},
              {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"x"},{"type":"summary_text","text":"y"}],"encrypted_content":"E"},
              {"type":"message","id":"msg_1","status":"completed","role":"assistant","phase":"commentary","content":[{"type":"output_text","text":"t","annotations":[],"logprobs":[]},{"type":"refusal","refusal":"r"}]},
              {"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{\"a\":1}","status":"completed"},
              {"type":"function_call","call_id":"c2","name":"g","arguments":""},
              {"type":"function_call_output","call_id":"c1","output":"one"},
              {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"two"}]},
              {"role":"assistant","content":"done"},
              {"role":"user","content":"more"}
            ]}
            """);
        Said(read).ShouldBe([
            "System: text 'D'",
            "User: text 'a', text 'b' cached",
            @"Assistant: thought 'x\n\ny' signed E by rs_1, text 't', refusal 'r', call c1 f {\""a\"":1}, call c2 g {}",
            "User: result c1 of f [text 'one']",
            "User: result c2 of g [text 'two']",
            "Assistant: text 'done'",
            "User: text 'more'",
        ]);
    }

    [Fact]
    public void Earlier_items_come_between_the_instructions_and_the_input()
    {
        var read = Spoken.ReadWell(
            """{"model":"m","instructions":"I","previous_response_id":"resp_1","input":[{"type":"function_call_output","call_id":"c","output":"r"}]}""",
            """{"role":"user","content":"q"}""",
            """{"type":"function_call","id":"fc_c_1","status":"completed","call_id":"c","name":"f","arguments":"{}"}""");
        Said(read).ShouldBe(["System: text 'I'", "User: text 'q'", "Assistant: call c f {}", "User: result c of f [text 'r']"]);
        read.Turns[1].Parts[0].Path.ToString().ShouldBe("previous_response_id[0].content");
        read.Options.TryPeek("previous_response_id", out _).ShouldBeTrue();
    }

    [Fact]
    public void A_response_that_goes_on_needs_no_new_input() =>
        Spoken.ReadWell("""{"model":"m","previous_response_id":"resp_1","input":[]}""", """{"role":"user","content":"q"}""").Turns.Count.ShouldBe(1);

    [Theory]
    [InlineData("""{"type":"input_image","image_url":"data:image/PNG;base64,AAAA","detail":"low"}""", "image image/png AAAA \"low\"")]
    [InlineData("""{"type":"input_image","image_url":"data:image\/png;base64,\/\/\/\/"}""", "image image/png //// ")]
    [InlineData("""{"type":"input_image","image_url":"data:image/png;base64,AA\nAA"}""", "image image/png AAAA ")]
    [InlineData("""{"type":"input_image","image_url":"https://x/y.png","file_id":null}""", "image https://x/y.png ")]
    [InlineData("""{"type":"input_image","file_id":"file-1"}""", "image id file-1 ")]
    [InlineData("""{"type":"input_file","file_data":"data:application/pdf;base64,AAAA","filename":"a.pdf"}""", "file application/pdf AAAA \"a.pdf\"")]
    [InlineData("""{"type":"input_file","file_data":"AAAA","filename":"a.TXT"}""", "file text/plain AAAA \"a.TXT\"")]
    [InlineData("""{"type":"input_file","file_data":"AAAA"}""", "file application/octet-stream AAAA ")]
    [InlineData("""{"type":"input_file","file_url":"http://x/y"}""", "file http://x/y ")]
    [InlineData("""{"type":"input_file","file_id":"file-2","detail":"auto"}""", "file id file-2 ")]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA","format":"WAV"}}""", "audio audio/wav AAAA")]
    public void Media_are_read_wherever_their_bytes_are(string part, string expected) =>
        Said(Spoken.ReadWell($$"""{"model":"m","input":[{"role":"user","content":[{{part}}]}]}""")).ShouldBe(["User: " + expected]);

    [Fact]
    public void Thoughts_of_other_providers_come_back_as_what_they_were()
    {
        var read = Spoken.ReadWell(
            """
            {"model":"m","input":[{"role":"user","content":"q"},
              {"type":"reasoning","id":"rsw_c1_0","summary":[],"encrypted_content":"redacted:DATA"},
              {"type":"reasoning","id":"rsw_c1_1","summary":[{"type":"summary_text","text":"x"}],"encrypted_content":"SIG"},
              {"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"open"}]},
              {"type":"reasoning","id":"rs_9","summary":[]},
              {"type":"reasoning","id":"rsw_c1_2","summary":[],"encrypted_content":"call:GEM"},
              {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
              {"type":"function_call_output","call_id":"c","output":""}]}
            """);
        Said(read)[1].ShouldBe("Assistant: redacted DATA, thought 'x' signed SIG, thought 'open', call c f {} signed GEM");
    }

    [Theory]
    [InlineData("\"auto\"", ToolChoiceMode.Auto, "")]
    [InlineData("\"none\"", ToolChoiceMode.None, "")]
    [InlineData("\"required\"", ToolChoiceMode.Required, "")]
    [InlineData("""{"type":"function","name":"f"}""", ToolChoiceMode.Required, "f")]
    [InlineData("""{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"},{"type":"function","name":"g"}]}""", ToolChoiceMode.Auto, "f,g")]
    [InlineData("""{"type":"allowed_tools","mode":"required","tools":[]}""", ToolChoiceMode.None, "")]
    public void Choices_of_tools_are_read(string choice, ToolChoiceMode mode, string names)
    {
        var read = Spoken.ReadWell($$"""{"model":"m","input":"q","tool_choice":{{choice}}}""").ToolChoice!;
        read.Mode.ShouldBe(mode);
        string.Join(',', read.Names).ShouldBe(names);
    }

    [Fact]
    public void Functions_keep_what_the_client_said_of_strictness()
    {
        var read = Spoken.ReadWell(
            """{"model":"m","input":"q","parallel_tool_calls":false,"tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":false},{"type":"function","name":"g","parameters":null,"defer_loading":false}]}""");
        read.ParallelToolCalls.ShouldBe(false);
        read.Tools.Select(tool => (tool.Name.GetString(), tool.Description?.GetString(), tool.Parameters?.GetRawText(), tool.Strict))
            .ShouldBe([("f", "d", """{"type":"object"}""", false), ("g", null, null, (bool?)null)]);
    }

    [Fact]
    public void Format_reasoning_limits_and_options_are_read()
    {
        var read = Spoken.ReadWell(
            """
            {"model":"m","input":"q","max_output_tokens":7,"temperature":0.5,"store":true,"metadata":{"a":"b"},"new_thing":[1],
             "include":["reasoning.encrypted_content"],"stream_options":{"include_obfuscation":false},
             "reasoning":{"effort":"high","summary":"detailed","context":"auto","mode":"standard"},
             "text":{"verbosity":"low","format":{"type":"json_schema","name":"n","description":"d","strict":true,"schema":{"type":"object"}}}}
            """);
        read.MaxOutputTokens.ShouldBe(7);
        (read.Reasoning!.Effort, read.Reasoning.Shows).ShouldBe(("high", true));
        var format = read.Format!;
        (format.Name?.GetString(), format.Description?.GetString(), format.Strict, format.Schema?.GetRawText()).ShouldBe(("n", "d", true, """{"type":"object"}"""));
        foreach (var (name, value) in new[] { ("temperature", "0.5"), ("store", "true"), ("metadata", """{"a":"b"}"""), ("new_thing", "[1]"), ("verbosity", "\"low\"") })
        {
            read.Options.TryTake(name, out var option).ShouldBeTrue(name);
            option.Element.GetRawText().ShouldBe(value);
        }
    }

    [Theory]
    [InlineData("""{"format":{"type":"json_object"}}""", true)]
    [InlineData("""{"format":{"type":"text"}}""", false)]
    [InlineData("{}", false)]
    public void Any_object_is_a_form_and_free_text_is_none(string text, bool isForm)
    {
        var format = Spoken.ReadWell($$"""{"model":"m","input":"q","text":{{text}}}""").Format;
        (format is not null).ShouldBe(isForm);
        format?.Schema.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"reasoning":{"effort":null,"summary":null}}""")]
    [InlineData("""{"reasoning":{}}""")]
    [InlineData("""{"reasoning":null}""")]
    public void Reasoning_that_says_nothing_is_none(string member) =>
        Spoken.ReadWell($$"""{"model":"m","input":"q",{{member[1..]}}""").Reasoning.ShouldBeNull();

    /// <summary>Turns in words, to be compared at a glance.</summary>
    internal static List<string> Said(Conversation read) => [.. read.Turns.Select(turn => $"{turn.Role}: {string.Join(", ", turn.Parts.Select(Word))}")];

    private static string Word(Part part) => part switch
    {
        TextPart text => $"text '{Inside(text.Text)}'",
        RefusalPart refusal => $"refusal '{Inside(refusal.Text)}'",
        ReasoningPart { IsRedacted: true } hidden => $"redacted {Inside(hidden.Signature!.Value)}",
        ReasoningPart thought => $"thought '{(thought.Text is { } text ? Inside(text) : "")}'{(thought.Signature is { } proof ? " signed " + Inside(proof) : "")}{(thought.Id is { } id ? " by " + Inside(id) : "")}",
        ToolCallPart call => $"call {Inside(call.Id)} {Inside(call.Name)} {Inside(call.Arguments)}{(call.Signature is { } proof ? " signed " + Inside(proof) : "")}",
        ToolResultPart result => $"result {Inside(result.CallId)} of {Inside(result.Name!.Value)} [{string.Join(", ", result.Content.Select(Word))}]",
        ImagePart image => $"image {Source(image.Source)} {image.Detail?.GetRawText()}",
        FilePart file => $"file {Source(file.Source)} {file.Name?.GetRawText()}",
        AudioPart audio => $"audio {Source(audio.Source)}",
        _ => part.ToString(),
    } + (part.Cache is null ? "" : " cached");

    private static string Source(MediaSource source) =>
        source.Url is { } url ? Inside(url) : source.FileId is { } id ? "id " + Inside(id) : $"{source.MediaType} {Encoding.ASCII.GetString(source.Base64.Span)}";

    private static string Inside(System.Text.Json.JsonElement text) => Encoding.UTF8.GetString(RawJson.Inside(text));
}
