using System.Text.Json.Nodes;
using NJsonSchema;
using static Weir.Lab.Tests.Simulator.SimulatorFixture;

namespace Weir.Lab.Tests.Simulator;

public sealed class ToolTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private const string Weather = """{"type":"object","properties":{"city":{"type":"string"},"unit":{"enum":["c","f"]}},"required":["city","unit"],"additionalProperties":false}""";

    private static JsonObject Tool(string name, string? parameters = Weather, bool? strict = null)
    {
        var function = new JsonObject { ["name"] = name };
        if (parameters is not null)
            function["parameters"] = JsonNode.Parse(parameters);
        if (strict is { } flag)
            function["strict"] = flag;
        return new JsonObject { ["type"] = "function", ["function"] = function };
    }

    private static JsonObject With(JsonNode? choice = null)
    {
        var with = new JsonObject { ["tools"] = new JsonArray(Tool("get_weather", strict: true), Tool("get_time", null), Tool("search-web")) };
        if (choice is not null)
            with["tool_choice"] = choice;
        return with;
    }

    private static JsonObject Named(string name) => new() { ["type"] = "function", ["function"] = new JsonObject { ["name"] = name } };

    private static List<string> Names(JsonNode answer) =>
        [.. (answer["choices"]![0]!["message"]!["tool_calls"]?.AsArray() ?? []).Select(call => (string)call!["function"]!["name"]!)];

    [Fact]
    public async Task A_named_tool_is_called_with_valid_arguments()
    {
        var answer = await simulator.AskAsync(Chat("hello", With(Named("get_weather"))));
        Names(answer).ShouldBe(["get_weather"]);
        var choice = answer["choices"]![0]!;
        ((string)choice["finish_reason"]!).ShouldBe("tool_calls");
        choice["message"]!["content"].ShouldBeNull();
        var call = choice["message"]!["tool_calls"]![0]!;
        ((string)call["type"]!).ShouldBe("function");
        ((string)call["id"]!).ShouldStartWith("call_");
        (await JsonSchema.FromJsonAsync(Weather)).Validate((string)call["function"]!["arguments"]!).ShouldBeEmpty();
    }

    [Fact]
    public async Task Required_calls_some_tool_and_none_calls_none()
    {
        Names(await simulator.AskAsync(Chat("hello", With("required")))).ShouldBe(["get_weather"]);
        Names(await simulator.AskAsync(Chat("call get_time", With("none")))).ShouldBeEmpty();
        Names(await simulator.AskAsync(Chat("hello", With()))).ShouldBeEmpty();
        Names(await simulator.AskAsync(Chat("call nothing_known", With()))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Auto_calls_what_the_user_names_in_parallel_or_not()
    {
        Names(await simulator.AskAsync(Chat("Please call get_time.", With()))).ShouldBe(["get_time"]);
        Names(await simulator.AskAsync(Chat("call get_weather and search-web now", With()))).ShouldBe(["get_weather", "search-web"]);
        var single = With();
        single["parallel_tool_calls"] = false;
        Names(await simulator.AskAsync(Chat("call get_weather and search-web", single))).ShouldBe(["get_weather"]);
    }

    [Theory]
    [InlineData("""call get_weather {"city":"Delft","unit":"c"}""", """get_weather {"city":"Delft","unit":"c"}""")]
    [InlineData("""call get_weather {"city": "{call get_time}"} and get_time {}, please""", """get_weather {"city": "{call get_time}"}|get_time {}""")]
    public async Task A_tool_is_called_with_the_arguments_that_the_user_demands(string asked, string called)
    {
        var answer = await simulator.AskAsync(Chat(asked, With()));
        string.Join('|', answer["choices"]![0]!["message"]!["tool_calls"]!.AsArray().Select(call => $"{call!["function"]!["name"]} {call["function"]!["arguments"]}")).ShouldBe(called);
    }

    [Fact]
    public async Task What_the_system_adds_behind_the_question_leaves_it_the_question()
    {
        var body = Chat("call get_time", With());
        body["messages"]!.AsArray().Add(new JsonObject { ["role"] = "system", ["content"] = "It is noon." });
        Names(await simulator.AskAsync(body)).ShouldBe(["get_time"]);
    }

    [Theory]
    [InlineData("""call get_weather {"city":""")]
    [InlineData("call get_weather {city}")]
    public async Task Demanded_arguments_that_are_no_object_are_made_up(string asked)
    {
        var call = (await simulator.AskAsync(Chat(asked, With())))["choices"]![0]!["message"]!["tool_calls"]!.AsArray().ShouldHaveSingleItem()!;
        (await JsonSchema.FromJsonAsync(Weather)).Validate((string)call["function"]!["arguments"]!).ShouldBeEmpty();
    }

    [Fact]
    public async Task Allowed_tools_narrow_the_choice()
    {
        var allowed = new JsonObject
        {
            ["type"] = "allowed_tools",
            ["allowed_tools"] = new JsonObject { ["mode"] = "required", ["tools"] = new JsonArray(Named("get_time")) },
        };
        Names(await simulator.AskAsync(Chat("call get_weather", With(allowed)))).ShouldBe(["get_time"]);
    }

    [Fact]
    public async Task Calls_are_streamed_in_fragments_that_join_to_the_plain_arguments()
    {
        var body = Chat("call get_weather and search-web", With());
        var plain = (await simulator.AskAsync(body))["choices"]![0]!["message"]!["tool_calls"]!.AsArray();
        var stream = await simulator.StreamAsync(body);
        var fragments = stream.Choices(0).Select(choice => choice["delta"]!["tool_calls"]?[0]).Where(call => call is not null).ToList();
        for (var index = 0; index < 2; index++)
        {
            var own = fragments.Where(call => (int)call!["index"]! == index).ToList();
            own.Count.ShouldBeGreaterThan(2);
            ((string)own[0]!["id"]!).ShouldBe((string)plain[index]!["id"]!);
            ((string)own[0]!["function"]!["name"]!).ShouldBe((string)plain[index]!["function"]!["name"]!);
            own.Skip(1).ShouldAllBe(call => call!["id"] == null && call["function"]!["name"] == null);
            string.Concat(own.Select(call => (string)call!["function"]!["arguments"]!)).ShouldBe((string)plain[index]!["function"]!["arguments"]!);
        }

        stream.FinishReason().ShouldBe("tool_calls");
    }

    [Fact]
    public async Task The_result_of_a_tool_is_mentioned()
    {
        var body = Chat("call get_time", With());
        var assistant = (await simulator.AskAsync(body))["choices"]![0]!["message"]!.DeepClone();
        var id = (string)assistant["tool_calls"]![0]!["id"]!;
        body["messages"]!.AsArray().Add(assistant);
        body["messages"]!.AsArray().Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = id, ["content"] = "it is noon" });
        var answer = await simulator.AskAsync(body);
        ((string)answer["choices"]![0]!["message"]!["content"]!).ShouldContain("it is noon");
    }

    [Fact]
    public async Task Max_tokens_cuts_the_arguments_too()
    {
        var with = With(Named("get_weather"));
        with["max_tokens"] = 2;
        var answer = await simulator.AskAsync(Chat("hello", with));
        ((string)answer["choices"]![0]!["finish_reason"]!).ShouldBe("length");
        ((int)answer["usage"]!["completion_tokens"]!).ShouldBe(2);
    }
}
