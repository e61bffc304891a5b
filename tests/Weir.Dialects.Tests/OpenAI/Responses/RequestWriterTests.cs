using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.OpenAI.Responses;

public sealed class RequestWriterTests
{
    private static readonly JsonPath At = JsonPath.Root.Member("messages").Item(0);

    [Fact]
    public void What_was_read_is_written_again()
    {
        var read = Spoken.ReadWell(
            """
            {"model":"m","instructions":"I","stream":true,"max_output_tokens":20,"temperature":0.5,"user":"u","parallel_tool_calls":false,
             "input":[
              {"role":"user","content":[{"type":"input_text","text":"a\n"},{"type":"input_image","image_url":"https://x/y","detail":"low"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"},{"type":"input_file","file_id":"file-1"},{"type":"input_file","file_data":"AAAA","filename":"a.pdf"}]},
              {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"x"}],"encrypted_content":"E"},
              {"type":"reasoning","id":"rsw_1","summary":[{"type":"summary_text","text":"x"}],"encrypted_content":"of another"},
              {"role":"assistant","content":[{"type":"output_text","text":"t"},{"type":"refusal","refusal":"r"}]},
              {"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1}"},
              {"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"r"},{"type":"input_image","image_url":"https://x/y"}]}],
             "tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"}},{"type":"function","name":"g","strict":true}],
             "tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"f"},{"type":"function","name":"g"}]},
             "reasoning":{"effort":"high","summary":"concise"},
             "text":{"verbosity":"low","format":{"type":"json_schema","name":"n","description":"d","strict":true,"schema":{"type":"object"}}}}
            """);
        Same(Spoken.Written(read),
            """
            {"model":"upstream-model","instructions":"I","input":[
              {"type":"message","role":"user","content":[{"type":"input_text","text":"a\n"},{"type":"input_image","image_url":"https://x/y","detail":"low"},{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"auto"},{"type":"input_file","file_id":"file-1"},{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"}]},
              {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"x"}],"encrypted_content":"E"},
              {"type":"message","role":"assistant","content":"t"},
              {"type":"message","id":"msg_weir_0","status":"completed","role":"assistant","content":[{"type":"refusal","refusal":"r"}]},
              {"type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1}"},
              {"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"r"},{"type":"input_image","image_url":"https://x/y","detail":"auto"}]}],
             "tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"}},{"type":"function","name":"g","parameters":{"type":"object","properties":{},"required":[],"additionalProperties":false},"strict":true}],
             "tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"f"},{"type":"function","name":"g"}]},
             "parallel_tool_calls":false,"max_output_tokens":20,
             "text":{"format":{"type":"json_schema","name":"n","description":"d","schema":{"type":"object"},"strict":true},"verbosity":"low"},
             "reasoning":{"effort":"high","summary":"auto"},"include":["reasoning.encrypted_content"],"store":false,"stream":true,"temperature":0.5,"user":"u"}
            """);
        read.Reading.Omissions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, "The tool failed.")]
    [InlineData(false, "")]
    public void A_result_without_content_says_whether_the_tool_failed(bool failed, string output)
    {
        var conversation = Asked(User("q"), new Turn(TurnRole.Assistant, [new ToolCallPart(RawJson.Text("c"), RawJson.Text("f"), RawJson.Text("{}"), At)]));
        conversation.Turns.Add(new Turn(TurnRole.User, [new ToolResultPart(RawJson.Text("c"), [], At) { IsError = failed }]));
        ((string?)Spoken.Written(conversation)["input"]!.AsArray()[^1]!["output"]).ShouldBe(output);
    }

    [Fact]
    public void A_client_of_another_dialect_means_no_strict_function_when_it_says_nothing()
    {
        var conversation = Asked();
        conversation.Tools.Add(new FunctionTool(RawJson.Text("f"), null, null, At));
        ((bool)Spoken.Written(conversation)["tools"]![0]!["strict"]!).ShouldBeFalse();
    }

    [Fact]
    public void Several_system_prompts_stay_where_they_are()
    {
        var conversation = Asked(System("one"), User("q"), System("two"));
        var written = Spoken.Written(conversation);
        written["instructions"].ShouldBeNull();
        written["input"]!.AsArray().Select(item => $"{item!["role"]}: {item["content"]}").ShouldBe(["system: one", "user: q", "system: two"]);
    }

    [Fact]
    public void Arguments_that_are_an_object_become_its_text()
    {
        var call = new ToolCallPart(RawJson.Text("c"), RawJson.Text("f"), JsonElement.Parse("{\n\"a\": \"x\\\"\"}"), At);
        var conversation = Asked(User("q"), new Turn(TurnRole.Assistant, [call]), new Turn(TurnRole.User, [new ToolResultPart(call.Id, [], At), new TextPart(RawJson.Text("and?"), At)]));
        var input = Spoken.Written(conversation)["input"]!.AsArray();
        ((string)input[1]!["arguments"]!).ShouldBe("{\n\"a\": \"x\\\"\"}");
        ((string)input[2]!["output"]!).ShouldBe("");
        input[3]!["content"]!.ToJsonString().ShouldBe("""[{"type":"input_text","text":"and?"}]""");
    }

    [Theory]
    [InlineData(0, "none", false)]
    [InlineData(1024, "minimal", true)]
    [InlineData(1025, "low", true)]
    [InlineData(8192, "medium", true)]
    [InlineData(16384, "high", true)]
    [InlineData(32768, "xhigh", true)]
    [InlineData(100_000, "max", true)]
    public void A_budget_becomes_an_effort(int budget, string effort, bool includes)
    {
        var conversation = Asked();
        conversation.Reasoning = new Reasoning(At) { Budget = budget };
        var written = Spoken.Written(conversation);
        ((string)written["reasoning"]!["effort"]!).ShouldBe(effort);
        (written["include"] is not null).ShouldBe(includes);
    }

    [Theory]
    [InlineData(ToolChoiceMode.Auto, 0, "\"auto\"")]
    [InlineData(ToolChoiceMode.None, 0, "\"none\"")]
    [InlineData(ToolChoiceMode.Required, 0, "\"required\"")]
    [InlineData(ToolChoiceMode.Required, 1, """{"type":"function","name":"f0"}""")]
    [InlineData(ToolChoiceMode.Auto, 1, """{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f0"}]}""")]
    public void Choices_of_tools_are_written(ToolChoiceMode mode, int names, string expected)
    {
        var conversation = Asked();
        conversation.Tools.Add(new FunctionTool(RawJson.Text("f0"), null, null, At));
        conversation.ToolChoice = new ToolChoice(mode, [.. Enumerable.Range(0, names).Select(i => RawJson.Text($"f{i}"))], At);
        Same(Spoken.Written(conversation)["tool_choice"]!, expected);
    }

    [Fact]
    public void A_form_without_a_name_gets_one_and_any_object_is_json_object()
    {
        var conversation = Asked();
        conversation.Format = new AnswerFormat(JsonElement.Parse("""{"type":"object"}"""), At);
        Same(Spoken.Written(conversation)["text"]!, """{"format":{"type":"json_schema","name":"answer","schema":{"type":"object"}}}""");
        conversation.Format = new AnswerFormat(null, At);
        Same(Spoken.Written(conversation)["text"]!, """{"format":{"type":"json_object"}}""");
    }

    [Theory]
    [InlineData("true", "3", """["message.output_text.logprobs"]""", "3")]
    [InlineData("true", null, """["message.output_text.logprobs"]""", null)]
    [InlineData("true", "0", """["message.output_text.logprobs"]""", null)]
    [InlineData(null, "3", """["message.output_text.logprobs"]""", "3")]
    [InlineData("false", "0", null, null)]
    public void Log_probabilities_are_included_when_they_are_wanted(string? logprobs, string? top, string? include, string? written)
    {
        var conversation = Asked();
        if (logprobs is not null) conversation.Options.Add("logprobs", new JsonCursor(JsonElement.Parse(logprobs), JsonPath.Root.Member("logprobs"), conversation.Reading));
        if (top is not null) conversation.Options.Add("top_logprobs", new JsonCursor(JsonElement.Parse(top), JsonPath.Root.Member("top_logprobs"), conversation.Reading));
        var request = Spoken.Written(conversation);
        request["include"]?.ToJsonString().ShouldBe(include);
        request["top_logprobs"]?.ToJsonString().ShouldBe(written);
        conversation.Reading.Omissions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("n", "2")]
    [InlineData("seed", "1")]
    [InlineData("logit_bias", """{"1":2}""")]
    [InlineData("store", "true")]
    [InlineData("background", "true")]
    [InlineData("previous_response_id", "\"resp_1\"")]
    [InlineData("top_k", "4")]
    [InlineData("service_tier", "\"standard_only\"")]
    [InlineData("context_management", """{"edits":[]}""")]
    public void What_cannot_be_said_is_an_omission(string name, string value)
    {
        var conversation = Asked();
        conversation.Options.Add(name, new JsonCursor(JsonElement.Parse(value), JsonPath.Root.Member(name), conversation.Reading));
        Spoken.Written(conversation)[name]?.ToJsonString().ShouldBe("false");
        conversation.Reading.Omissions.Select(omission => omission.Path).ShouldBe([name]);
    }

    [Theory]
    [InlineData("temperature", "0.1")]
    [InlineData("top_p", "0.1")]
    [InlineData("user", "\"u\"")]
    [InlineData("safety_identifier", "\"s\"")]
    [InlineData("metadata", """{"a":"b"}""")]
    [InlineData("prompt_cache_key", "\"k\"")]
    [InlineData("service_tier", "\"flex\"")]
    [InlineData("truncation", "\"auto\"")]
    [InlineData("context_management", """[{"type":"compaction"}]""")]
    public void Parameters_of_the_dialect_are_passed_on(string name, string value)
    {
        var conversation = Asked();
        conversation.Options.Add(name, new JsonCursor(JsonElement.Parse(value), JsonPath.Root.Member(name), conversation.Reading));
        Same(Spoken.Written(conversation)[name]!, value);
        conversation.Reading.Omissions.ShouldBeEmpty();
    }

    [Fact]
    public void Stop_sequences_are_an_omission()
    {
        var conversation = Asked();
        conversation.Stops.Add(RawJson.Text("END"));
        Spoken.Written(conversation);
        conversation.Reading.Omissions.Select(omission => (omission.Path, omission.IsContent)).ShouldBe([("stop", false)]);
    }

    [Fact]
    public void Media_that_cannot_be_said_are_content_that_is_missing()
    {
        var conversation = Asked(new Turn(TurnRole.User,
        [
            new AudioPart(new MediaSource(null, "AAAA"u8.ToArray(), "audio/wav"), At.Member("a")),
            new ImagePart(new MediaSource(RawJson.Text("gs://bucket/x"), default, null), null, At.Member("b")),
            new ImagePart(new MediaSource(null, default, null, RawJson.Text("file_011C")), null, At.Member("c")),
        ]));
        Spoken.Written(conversation);
        conversation.Reading.Omissions.Select(omission => (omission.Path, omission.IsContent)).ShouldBe([("messages[0].a", true), ("messages[0].b", true), ("messages[0].c", true)]);
    }

    private static Conversation Asked(params Turn[] turns)
    {
        var conversation = new Conversation { ClientDialect = Dialect.Chat, Source = JsonElement.Parse("""{"messages":[]}"""), Reading = new RequestReading() };
        conversation.Turns.AddRange(turns.Length > 0 ? turns : [User("q")]);
        return conversation;
    }

    private static Turn User(string text) => new(TurnRole.User, [new TextPart(RawJson.Text(text), At)]);

    private static Turn System(string text) => new(TurnRole.System, [new TextPart(RawJson.Text(text), At)]);

    private static void Same(JsonNode actual, string expected) =>
        JsonNode.DeepEquals(actual, JsonNode.Parse(expected)).ShouldBeTrue($"{actual.ToJsonString()}\nshould be\n{expected}");
}
