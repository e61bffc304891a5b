using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Gateway.Tests.EndToEnd.Pairs;

internal sealed class MessagesPairClient : PairClient
{
    public override string Path(string model, bool streamed) => "/v1/messages";

    public override JsonObject Ask(string model, string system, string question, bool streamed) => new()
    {
        ["model"] = model, ["stream"] = streamed, ["max_tokens"] = 500, ["system"] = system,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question }),
    };

    public override JsonObject AskWithTools(string model, string question) => new()
    {
        ["model"] = model, ["max_tokens"] = 4000, ["thinking"] = Json("""{"type":"enabled","budget_tokens":2048}"""),
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question }),
        ["tools"] = new JsonArray([.. Tools.Select(name => Json($$"""{"name":"{{name}}","input_schema":{{Schema}}}"""))]),
    };

    public override JsonObject Limit(JsonObject asked, int tokens) => With(asked, "max_tokens", tokens);

    public override JsonObject? OneAtATime(JsonObject asked) => With(asked, "tool_choice", Json("""{"type":"auto","disable_parallel_tool_use":true}"""));

    public override bool IsLimited(JsonElement answer) => answer.GetProperty("stop_reason").GetString() == "max_tokens";

    public override JsonObject GoOn(JsonObject asked, JsonElement answer, string result)
    {
        var calls = answer.GetProperty("content").EnumerateArray().Where(block => TypeOf(block) == "tool_use");
        var results = calls.Select(call => (JsonNode)new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = call.GetProperty("id").GetString(), ["content"] = result });
        asked["messages"]!.AsArray().Add(new JsonObject { ["role"] = "assistant", ["content"] = Node(answer.GetProperty("content")) });
        asked["messages"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray([.. results]) });
        return asked;
    }

    public override string Text(JsonElement answer) =>
        string.Concat(answer.GetProperty("content").EnumerateArray().Where(block => TypeOf(block) == "text").Select(block => block.GetProperty("text").GetString()));

    public override IReadOnlyList<(string, string)> Calls(JsonElement answer) =>
        [.. answer.GetProperty("content").EnumerateArray().Where(block => TypeOf(block) == "tool_use")
            .Select(call => (call.GetProperty("name").GetString()!, call.GetProperty("input").GetRawText()))];

    public override JsonObject? AskForOdds(JsonObject question) => null;

    public override IEnumerable<(string, double, int)> Odds(IEnumerable<JsonElement> told) => [];

    public override IEnumerable<string?> Names(IReadOnlyList<JsonElement> events) =>
        events.Where(@event => TypeOf(@event) == "content_block_start").Select(@event => @event.GetProperty("content_block"))
            .Where(block => TypeOf(block) == "tool_use").Select(block => block.GetProperty("name").GetString());

    public override (string, bool) Assemble(IReadOnlyList<JsonElement> events, string raw) =>
        (string.Concat(events.Where(@event => TypeOf(@event) == "content_block_delta").Select(@event => @event.GetProperty("delta"))
                .Where(delta => TypeOf(delta) == "text_delta").Select(delta => delta.GetProperty("text").GetString())),
            TypeOf(events[^1]) == "message_stop");
}
