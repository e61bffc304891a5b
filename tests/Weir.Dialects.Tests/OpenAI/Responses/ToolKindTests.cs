using System.Text;
using System.Text.Json.Nodes;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI.Responses;

namespace Weir.Dialects.Tests.OpenAI.Responses;

/// <summary>Tools that other dialects have not: in groups, and with a free text instead of arguments.</summary>
public sealed class ToolKindTests
{
    private const string Tools = """
        [{"type":"function","name":"f","parameters":{"type":"object"}},
         {"type":"namespace","name":"crm","description":"Keeps \"customers\".","tools":[
           {"type":"function","name":"find","description":"Finds.","parameters":{"type":"object"},"strict":false},
           {"type":"custom","name":"query"}]},
         {"type":"custom","name":"apply_patch","description":"Patches.","format":{"type":"grammar","syntax":"lark","definition":"start: \"a\"\n"}}]
        """;

    private static string Asked(string input = "\"q\"", string more = "") => $$"""{"model":"m","input":{{input}},"tools":{{Tools}}{{more}}}""";

    [Fact]
    public void They_are_functions_to_providers()
    {
        var tools = Spoken.ReadWell(Asked()).Tools;
        tools.Select(tool => tool.Name.GetString()).ShouldBe(["f", "crm__find", "crm__query", "apply_patch"]);
        tools.Select(tool => tool.Description?.GetString()).ShouldBe([null, "All tools whose names begin with crm__: Keeps \"customers\".\n\nFinds.", null, "Patches."]);
        tools[2].Parameters!.Value.GetRawText().ShouldBe("""{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}""");
        tools[3].Parameters!.Value.GetProperty("properties").GetProperty("input").GetProperty("description").GetString()
            .ShouldBe("A text that this grammar (lark) generates, and nothing else:\nstart: \"a\"\n");
    }

    [Fact]
    public void Calls_in_the_history_are_calls_of_those_functions()
    {
        var turns = Spoken.ReadWell(Asked("""
            [{"role":"user","content":"q"},
             {"type":"function_call","call_id":"1","namespace":"crm","name":"find","arguments":"{}"},
             {"type":"custom_tool_call","id":"ctc_1","call_id":"2","namespace":"crm","name":"query","input":"a \"b\"\n","status":"completed"},
             {"type":"custom_tool_call","call_id":"3","name":"apply_patch","input":""},
             {"type":"function_call_output","call_id":"1","output":"x"},
             {"type":"custom_tool_call_output","call_id":"2","output":"y"},
             {"type":"custom_tool_call_output","call_id":"3","output":[{"type":"input_text","text":"z"}]}]
            """)).Turns;
        turns.SelectMany(turn => turn.Parts).OfType<ToolCallPart>().Select(call => $"{call.Name.GetString()} {(call.Arguments.ValueKind == System.Text.Json.JsonValueKind.String ? call.Arguments.GetString() : call.Arguments.GetRawText())}")
            .ShouldBe(["crm__find {}", """crm__query {"input":"a \"b\"\n"}""", """apply_patch {"input":""}"""]);
        turns.SelectMany(turn => turn.Parts).OfType<ToolResultPart>().Select(result => result.Name?.GetString()).ShouldBe(["crm__find", "crm__query", "apply_patch"]);
    }

    [Fact]
    public void A_choice_may_name_a_custom_tool()
    {
        var choice = Spoken.ReadWell(Asked(more: ""","tool_choice":{"type":"custom","name":"apply_patch"}""")).ToolChoice.ShouldNotBeNull();
        (choice.Mode, choice.Names.Single().GetString()).ShouldBe((ToolChoiceMode.Required, "apply_patch"));
    }

    [Fact]
    public void Their_calls_come_back_as_what_the_client_declared()
    {
        var context = Spoken.Context() with { Conversation = Spoken.ReadWell(Asked()) };
        var stream = Spoken.Stream(context, sink => Call(Call(Call(sink.Begin(), 0, "f", "{}"), 1, "crm__find", """{\"a\":1}"""), 2, "apply_patch", """{\"input\":\"*** \\\"x\\\"\\n\"}""")
            .Stop(StopReason.ToolCalls).End());
        var events = Spoken.Events(stream);
        var items = events.Where(told => (string)told["type"]! == "response.output_item.done").Select(told => told["item"]!).ToList();
        Same(items[0], """{"id":"fc_c1_0","type":"function_call","status":"completed","arguments":"{}","call_id":"id0","name":"f"}""");
        Same(items[1], """{"id":"fc_c1_1","type":"function_call","status":"completed","arguments":"{\"a\":1}","call_id":"id1","name":"find","namespace":"crm"}""");
        Same(items[2], """{"id":"ctc_c1_2","type":"custom_tool_call","status":"completed","input":"*** \"x\"\n","call_id":"id2","name":"apply_patch"}""");
        var custom = events.Where(told => (string?)told["item_id"] == "ctc_c1_2").ToList();
        custom.Select(told => (string)told["type"]!).ShouldBe(["response.custom_tool_call_input.delta", "response.custom_tool_call_input.done"]);
        ((string)custom[0]["delta"]!, (string)custom[1]["input"]!).ShouldBe(("*** \"x\"\n", "*** \"x\"\n"));
        events[^1]["response"]!["output"]!.AsArray().Select(item => item!.ToJsonString()).ShouldBe(items.Select(item => item.ToJsonString()));

        // What is kept of the answer is read as what it was.
        var again = Spoken.Read(Asked("[]"), [.. items.Select(item => item.ToJsonString())]);
        again.Turns.SelectMany(turn => turn.Parts).OfType<ToolCallPart>().Select(call => call.Name.GetString()).ShouldBe(["f", "crm__find", "apply_patch"]);
    }

    [Theory]
    [InlineData("""{\"input\":\"a\"}""", "a")]
    [InlineData("""{\"why\":[{\"input\":1}],\"input\":\"a\\u00e9\"}""", "a\u00e9")]
    [InlineData("""{\"input\":7}""", """{"input":7}""")]
    [InlineData("plain \\\"text\\\"", "plain \"text\"")]
    [InlineData("""{\"input\":""", """{"input":""")]
    [InlineData("", "")]
    public void A_text_is_what_the_model_wrote_whatever_it_put_it_into(string arguments, string input)
    {
        var output = new JsonObject { ["input"] = JsonNode.Parse($"\"{Encoding.UTF8.GetString(CustomTool.Input(Encoding.UTF8.GetBytes(arguments)))}\"") };
        ((string)output["input"]!).ShouldBe(input);
    }

    [Theory]
    [InlineData("crm", "find", "crm__find")]
    [InlineData("mcp__files__", "read", "mcp__files__read")]
    public void A_name_says_where_the_function_stands(string space, string name, string joined) => Named(space, name).ShouldBe(joined);

    [Fact]
    public void A_long_name_is_shortened_to_what_every_provider_takes_and_stays_its_own()
    {
        var (one, other) = (Named(new string('n', 60), "find_one"), Named(new string('n', 60), "find_two"));
        (one.Length, other.Length).ShouldBe((64, 64));
        one.ShouldNotBe(other);
        one.ShouldBe(Named(new string('n', 60), "find_one"));
        Named(new string('é', 31), "é").ShouldNotContain("\ufffd");
    }

    [Theory]
    [InlineData("""[{"type":"namespace","tools":[]}]""", "tools[0].name")]
    [InlineData("""[{"type":"namespace","name":"n"}]""", "tools[0].tools")]
    [InlineData("""[{"type":"namespace","name":"n","tools":[{"name":"f"}]}]""", "tools[0].tools[0].type")]
    [InlineData("""[{"type":"custom"}]""", "tools[0].name")]
    [InlineData("""[{"type":"custom","name":"f","format":{"type":"yaml"}}]""", "tools[0].format.type")]
    [InlineData("""[{"type":"custom","name":"f","format":{"type":"grammar","syntax":"lark"}}]""", "tools[0].format.definition")]
    [InlineData("""[{"type":"function","name":"n__f"},{"type":"namespace","name":"n","tools":[{"type":"function","name":"f"}]}]""", "tools[1].tools[0]")]
    public void What_is_wrong_is_told_with_its_place(string tools, string path) =>
        Spoken.Read($$"""{"input":"q","tools":{{tools}}}""").Reading.Fault.ShouldNotBeNull().Param.ShouldBe(path);

    [Fact]
    public void A_tool_that_runs_at_OpenAI_is_an_omission_with_its_type_unless_it_goes_there()
    {
        var read = Spoken.Read("""{"input":"q","tools":[{"type":"web_search","external_web_access":false},{"type":"namespace","name":"n","tools":[{"type":"mcp"}]}]}""");
        read.Reading.Omissions.Select(omission => (omission.Path, omission.Kind, omission.IsContent)).ShouldBe([("tools[0]", "web_search", false), ("tools[1].tools[0]", "mcp", false)]);

        read.StaysInDialect = true;
        Spoken.Written(read)["tools"]!.ToJsonString().ShouldBe("""[{"type":"web_search","external_web_access":false}]""");
        read.Reading.Omissions.ShouldHaveSingleItem().Path.ShouldBe("tools[1].tools[0]");
    }

    private static IAnswerSink Call(IAnswerSink sink, int call, string name, string arguments)
    {
        var half = arguments.Length / 2;
        // An escape is never cut: readers hand on whole ones.
        while (half > 0 && arguments[half - 1] == '\\') half--;
        return sink.Call(call, $"id{call}", name).Arguments(call, arguments[..half]).Arguments(call, arguments[half..]).EndCall(call);
    }

    private static string Named(string space, string name) => NamespacedName.Of(RawJson.Text(space), JsonString.Of(Encoding.UTF8.GetBytes(name))).GetString()!;

    private static void Same(JsonNode seen, string wanted) => JsonNode.DeepEquals(seen, JsonNode.Parse(wanted)).ShouldBeTrue(seen.ToJsonString());
}
