using System.Text;
using System.Text.Json;
using Weir.Dialects.Bedrock;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.Tests.Gemini;

namespace Weir.Dialects.Tests.Bedrock;

public sealed class RequestWriterTests
{
    private const string Claude = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private const string Nova = "amazon.nova-pro-v1:0";
    private const string Llama = "meta.llama3-70b-instruct-v1:0";

    private static readonly JsonPath Here = JsonPath.Root.Member("here");

    [Fact]
    public void Turns_are_merged_and_the_system_prompt_is_hoisted()
    {
        var conversation = Asked.Of(
            Asked.System(Asked.Text("one")), Asked.User(Asked.Text("a")), Asked.System(Asked.Text("two")), Asked.User(Asked.Text(""), Asked.Text("b")),
            Asked.Model(Asked.Text("c"), new RefusalPart(RawJson.Text("no"), Here)), Asked.User(Asked.Text("")));
        Write(conversation).ShouldSay("""
            {"system":[{"text":"one"},{"text":"two"}],
             "messages":[{"role":"user","content":[{"text":"a"},{"text":"b"}]},{"role":"assistant","content":[{"text":"c"},{"text":"no"}]},{"role":"user","content":[{"text":""}]}],
             "inferenceConfig":{}}
            """);
        Write(Asked.Of(Asked.System(Asked.Text("one")))).ShouldSay("""{"messages":[{"role":"user","content":[{"text":"one"}]}],"inferenceConfig":{}}""");
    }

    [Fact]
    public void Calls_results_and_thoughts_are_blocks_and_results_come_first()
    {
        var conversation = Asked.Of(
            Asked.Model(new ReasoningPart(RawJson.Text("Hm"), RawJson.Text("sig"), Here), new ReasoningPart(null, RawJson.Text("AAEC"), Here) { IsRedacted = true },
                new ReasoningPart(RawJson.Text("unsigned"), null, Here), Call("a", "\"{\\\"x\\\":1}\""), Call("b", "{}")),
            Asked.User(Asked.Text("and?"), Result("a", false, Asked.Text("one"), new ImagePart(Inline("image/png"), null, Here))), Asked.User(Result("b", true)));
        Write(conversation).ShouldSay("""
            {"messages":[
              {"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"Hm","signature":"sig"}}},{"reasoningContent":{"redactedContent":"AAEC"}},
                {"toolUse":{"toolUseId":"a","name":"f","input":{"x":1}}},{"toolUse":{"toolUseId":"b","name":"f","input":{}}}]},
              {"role":"user","content":[{"toolResult":{"toolUseId":"a","content":[{"text":"one"},{"image":{"format":"png","source":{"bytes":"AAEC"}}}]}},
                {"toolResult":{"toolUseId":"b","content":[],"status":"error"}},{"text":"and?"}]}],
             "inferenceConfig":{},
             "toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"No longer available. Do not call it.","inputSchema":{"json":{"type":"object","properties":{}}}}}]}}
            """);
        Asked.Omissions(conversation).ShouldBeEmpty();
        Write(conversation, Llama).ShouldNotContain("reasoningContent");
    }

    [Fact]
    public void What_was_called_is_declared_where_the_client_has_no_tools_any_more()
    {
        var conversation = Asked.Of(Asked.Model(Call("a", "{}"), Call("b", "{}")), Asked.User(Result("a", false), Result("b", false)));
        JsonElement.Parse(Write(conversation)).GetProperty("toolConfig").GetRawText().ShouldSay(
            """{"tools":[{"toolSpec":{"name":"f","description":"No longer available. Do not call it.","inputSchema":{"json":{"type":"object","properties":{}}}}}]}""");
        Asked.Omissions(conversation).ShouldBeEmpty();
    }

    [Fact]
    public void Identifiers_that_Bedrock_refuses_are_replaced_alike_in_call_and_result()
    {
        var root = JsonElement.Parse(Write(Asked.Of(Asked.Model(Call("functions.f:0", "{}"), Call(new string('x', 65), "{}")), Asked.User(Result("functions.f:0", false), Result(new string('x', 65), false)))));
        var ids = root.GetProperty("messages").EnumerateArray().SelectMany(message => message.GetProperty("content").EnumerateArray())
            .Select(block => block.EnumerateObject().Single().Value.GetProperty("toolUseId").GetString()!).ToList();
        ids[..2].ShouldBe(ids[2..]);
        ids.Distinct().Count().ShouldBe(2);
        ids.ShouldAllBe(id => id.Length == 37 && id.StartsWith("call_", StringComparison.Ordinal));
    }

    public static TheoryData<Part, string> Media() => new()
    {
        { new ImagePart(Inline("image/gif"), RawJson.Text("auto"), Here), """{"image":{"format":"gif","source":{"bytes":"AAEC"}}}""" },
        { new ImagePart(new MediaSource(RawJson.Text("s3://b/x"), default, "image/jpeg"), null, Here), """{"image":{"format":"jpeg","source":{"s3Location":{"uri":"s3://b/x"}}}}""" },
        { new FilePart(Inline("application/pdf"), RawJson.Text("my_report  (final).pdf"), Here), """{"document":{"format":"pdf","name":"my-report (final)-pdf","source":{"bytes":"AAEC"}}}""" },
        { new FilePart(Inline("text/markdown"), null, Here), """{"document":{"format":"md","name":"document","source":{"bytes":"AAEC"}}}""" },
        { new FilePart(Inline("text/csv"), RawJson.Text("  "), Here), """{"document":{"format":"csv","name":"document","source":{"bytes":"AAEC"}}}""" },
    };

    [Theory]
    [MemberData(nameof(Media))]
    public void Media_are_written(Part part, string expected)
    {
        var conversation = Asked.Of(Asked.User(part));
        Write(conversation).ShouldSay($$$"""{"messages":[{"role":"user","content":[{{{expected}}}]}],"inferenceConfig":{}}""");
        Asked.Omissions(conversation).ShouldBeEmpty();
    }

    [Fact]
    public void No_two_documents_have_one_name()
    {
        var file = new FilePart(Inline("text/plain"), RawJson.Text("é.txt"), Here);
        var names = JsonElement.Parse(Write(Asked.Of(Asked.User(file, file, file)))).GetProperty("messages")[0].GetProperty("content").EnumerateArray()
            .Select(block => block.GetProperty("document").GetProperty("name").GetString());
        names.ShouldBe(["--txt", "--txt 2", "--txt 3"]);
    }

    public static TheoryData<Part, string> Untold() => new()
    {
        { new ImagePart(Inline("image/bmp"), null, Here), "content here" },
        { new ImagePart(new MediaSource(RawJson.Text("https://a.example/b.png"), default, "image/png"), null, Here), "content here" },
        { new FilePart(new MediaSource(null, default, null, RawJson.Text("file-abc")), null, Here), "content here" },
        { new FilePart(Inline("application/zip"), null, Here), "content here" },
        { new AudioPart(Inline("audio/wav"), Here), "content here" },
        { new ImagePart(Inline("image/png"), RawJson.Text("high"), Here), "here.detail" },
    };

    [Theory]
    [MemberData(nameof(Untold))]
    public void What_cannot_be_given_to_Bedrock_is_noted(Part part, string omission)
    {
        var conversation = Asked.Of(Asked.User(part, Asked.Text("x")));
        Write(conversation);
        Asked.Omissions(conversation).ShouldBe([omission]);
    }

    [Theory]
    [InlineData(Claude, 3)]
    [InlineData(Nova, 3)]
    [InlineData("arn:aws:bedrock:eu-west-1:1:application-inference-profile/abc", 3)]
    [InlineData(Llama, 0)]
    public void Marks_of_what_to_keep_go_where_they_are_known(string model, int marks)
    {
        var mark = new CacheMark(RawJson.Text("1h"));
        var conversation = Asked.Of(Asked.System(Asked.Text("s") with { Cache = mark }), Asked.User(Asked.Text("x") with { Cache = mark }));
        conversation.Tools.Add(new FunctionTool(RawJson.Text("f"), null, null, Here) { Cache = mark });
        var text = Write(conversation, model);
        (text.Split("""{"cachePoint":{"type":"default","ttl":"1h"}}""").Length - 1).ShouldBe(marks);
        Asked.Omissions(conversation).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "", "fg", null)]
    [InlineData(ToolChoiceMode.Auto, "", "fg", """{"auto":{}}""")]
    [InlineData(ToolChoiceMode.Required, "", "fg", """{"any":{}}""")]
    [InlineData(ToolChoiceMode.Required, "f", "fg", """{"tool":{"name":"f"}}""")]
    [InlineData(ToolChoiceMode.Required, "fg", "fg", """{"any":{}}""")]
    [InlineData(ToolChoiceMode.Auto, "g", "g", """{"auto":{}}""")]
    public void Tools_and_the_choice_among_them_are_written(ToolChoiceMode? mode, string names, string shown, string? choice)
    {
        var conversation = WithTools();
        if (mode is { } chosen) conversation.ToolChoice = new ToolChoice(chosen, [.. names.Select(name => RawJson.Text(name.ToString()))], Here);
        var config = JsonElement.Parse(Write(conversation)).GetProperty("toolConfig");
        config.GetProperty("tools").EnumerateArray().Select(tool => tool.GetRawText()).ShouldBe(shown.Select(name => name == 'f'
            ? """{"toolSpec":{"name":"f","description":"d","inputSchema":{"json":{"type":"object"}},"strict":true}}"""
            : """{"toolSpec":{"name":"g","inputSchema":{"json":{"type":"object","properties":{}}}}}"""));
        config.TryGetProperty("toolChoice", out var written).ShouldBe(choice is not null);
        if (choice is not null) written.GetRawText().ShouldBe(choice);
    }

    [Fact]
    public void Without_a_choice_tools_are_left_out_unless_the_conversation_has_some()
    {
        var conversation = WithTools();
        conversation.ToolChoice = new ToolChoice(ToolChoiceMode.None, [], Here);
        Write(conversation).ShouldNotContain("toolConfig");
        Asked.Omissions(conversation).ShouldBeEmpty();
        conversation.Turns.Add(Asked.Model(Call("a", "{}")));
        Write(conversation).ShouldContain("toolConfig");
        Asked.Omissions(conversation).ShouldBe(["here"]);
    }

    [Fact]
    public void Limits_stops_the_form_and_parameters_are_configured()
    {
        var conversation = Asked.Of(Asked.User(Asked.Text("x")));
        conversation.MaxOutputTokens = 5;
        conversation.Stops.Add(RawJson.Text("END"));
        conversation.Format = new AnswerFormat(Asked.Json("""{"type":"object"}"""), Here) { Name = RawJson.Text("n"), Description = RawJson.Text("d") };
        Weir.Dialects.Tests.Gemini.RequestWriterTests.Options(conversation, """{"temperature":0.50,"top_p":1,"top_k":2,"n":1,"service_tier":"flex","user":"u","safety_identifier":"s","metadata":{"a":"b"},"prompt_cache_key":"k","seed":4}""");
        Write(conversation).ShouldSay("""
            {"messages":[{"role":"user","content":[{"text":"x"}]}],"inferenceConfig":{"maxTokens":5,"temperature":0.50,"stopSequences":["END"]},
             "outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"schema":"{\"type\":\"object\"}","name":"n","description":"d"}}}},
             "additionalModelRequestFields":{"top_k":2},"serviceTier":{"type":"flex"}}
            """);
        Asked.Omissions(conversation).ShouldBe(["seed"]);
    }

    [Fact]
    public void Nova_has_a_place_of_its_own_for_top_k_and_any_object_cannot_be_asked_for()
    {
        var conversation = Asked.Of(Asked.User(Asked.Text("x")));
        conversation.Format = new AnswerFormat(null, Here);
        Weir.Dialects.Tests.Gemini.RequestWriterTests.Options(conversation, """{"top_k":2,"service_tier":"auto"}""");
        Write(conversation, Nova).ShouldSay("""
            {"messages":[{"role":"user","content":[{"text":"x"}]}],"inferenceConfig":{},"additionalModelRequestFields":{"inferenceConfig":{"topK":2}}}
            """);
        Asked.Omissions(conversation).ShouldBe(["here"]);
    }

    [Theory]
    [InlineData(Claude, "low", null, null, 2048, 10240, false)]
    [InlineData(Claude, "high", null, 20000, 16384, 20000, false)]
    [InlineData(Claude, "high", null, 5000, 4999, 5000, false)]
    [InlineData(Claude, "high", null, 1024, null, 1024, true)]
    [InlineData(Claude, null, 100, null, 1024, 9216, false)]
    [InlineData(Claude, "none", null, 5, null, 5, false)]
    [InlineData(Claude, null, null, 5, null, 5, false)]
    [InlineData(Llama, "low", null, 5, null, 5, true)]
    [InlineData(Llama, "none", null, 5, null, 5, false)]
    public void Thinking_is_asked_of_Anthropics_models(string model, string? effort, int? asked, int? most, int? budget, int? maxTokens, bool isNoted)
    {
        var conversation = Asked.Of(Asked.User(Asked.Text("x")));
        conversation.MaxOutputTokens = most;
        conversation.Reasoning = new Reasoning(Here) { Effort = effort, Budget = asked };
        var root = JsonElement.Parse(Write(conversation, model));
        (root.GetProperty("inferenceConfig").TryGetProperty("maxTokens", out var limit) ? limit.GetInt32() : (int?)null).ShouldBe(maxTokens);
        root.TryGetProperty("additionalModelRequestFields", out var fields).ShouldBe(budget is not null);
        if (budget is not null) fields.GetRawText().ShouldSay($$$"""{"thinking":{"type":"enabled","budget_tokens":{{{budget}}} } }""");
        Asked.Omissions(conversation).ShouldBe(isNoted ? ["here"] : []);
    }

    [Theory]
    [InlineData("minimal", null, "low")]
    [InlineData("xhigh", null, "xhigh")]
    [InlineData(null, 9000, "high")]
    public void Later_models_of_Anthropics_decide_themselves_how_much_they_think(string? effort, int? budget, string written)
    {
        var conversation = Asked.Of(Asked.User(Asked.Text("x")));
        conversation.MaxOutputTokens = 50;
        conversation.Reasoning = new Reasoning(Here) { Effort = effort, Budget = budget };
        Write(conversation, "us.anthropic.claude-opus-4-7-v1").ShouldSay($$$"""
            {"messages":[{"role":"user","content":[{"text":"x"}]}],"inferenceConfig":{"maxTokens":50},
             "additionalModelRequestFields":{"thinking":{"type":"adaptive"},"output_config":{"effort":"{{{written}}}"} } }
            """);
        Asked.Omissions(conversation).ShouldBeEmpty();
    }

    [Fact]
    public void Thinking_gives_way_to_a_call_that_is_forced()
    {
        var conversation = WithTools();
        conversation.ToolChoice = new ToolChoice(ToolChoiceMode.Required, [], Here);
        conversation.Reasoning = new Reasoning(Here) { Effort = "high" };
        Write(conversation).ShouldNotContain("thinking");
        Asked.Omissions(conversation).ShouldBe(["here"]);
    }

    [Theory]
    [InlineData(Claude, null, """{"temperature":1,"top_p":1}""", """{"temperature":1}""", null)]
    [InlineData(Claude, null, """{"temperature":1.5}""", "{}", "temperature")]
    [InlineData(Llama, null, """{"temperature":1,"top_p":1}""", """{"temperature":1,"topP":1}""", null)]
    [InlineData("us.anthropic.claude-opus-4-7-v1", "high", """{"temperature":1,"top_p":1}""", "{}", null)]
    [InlineData("us.anthropic.claude-opus-4-7-v1", "high", """{"temperature":0.5}""", "{}", "temperature")]
    [InlineData("us.anthropic.claude-opus-4-7-v1", "high", """{"top_k":5}""", "{}", "top_k")]
    public void What_Anthropics_models_refuse_is_not_sent_to_them(string model, string? effort, string options, string written, string? omitted)
    {
        var conversation = Asked.Of(Asked.User(Asked.Text("x")));
        Weir.Dialects.Tests.Gemini.RequestWriterTests.Options(conversation, options);
        if (effort is not null) conversation.Reasoning = new Reasoning(Here) { Effort = effort };
        JsonElement.Parse(Write(conversation, model)).GetProperty("inferenceConfig").GetRawText().ShouldSay(written);
        Asked.Omissions(conversation).ShouldBe(omitted is null ? [] : [omitted]);
    }

    [Fact]
    public void A_text_of_white_space_alone_is_left_out()
    {
        Write(Asked.Of(Asked.User(Asked.Text("\n\n "), Asked.Text("x")))).ShouldSay("""{"messages":[{"role":"user","content":[{"text":"x"}]}],"inferenceConfig":{}}""");
    }

    private static Conversation WithTools()
    {
        var conversation = Asked.Of(Asked.User(Asked.Text("x")));
        conversation.Tools.Add(new FunctionTool(RawJson.Text("f"), RawJson.Text("d"), Asked.Json("""{"type":"object"}"""), Here) { Strict = true });
        conversation.Tools.Add(new FunctionTool(RawJson.Text("g"), RawJson.Text(""), null, Here));
        return conversation;
    }

    private static string Write(Conversation conversation, string model = Claude) => Asked.Write(conversation, model, ConverseDialect.Instance);

    private static ToolCallPart Call(string id, string arguments) => new(RawJson.Text(id), RawJson.Text("f"), Asked.Json(arguments), Here);

    private static ToolResultPart Result(string id, bool isError, params Part[] content) => new(RawJson.Text(id), content, Here) { IsError = isError };

    private static MediaSource Inline(string type) => new(null, Encoding.ASCII.GetBytes("AAEC"), type);
}
