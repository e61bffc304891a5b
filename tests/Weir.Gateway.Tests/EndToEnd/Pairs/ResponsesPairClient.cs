using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Gateway.Tests.EndToEnd.Pairs;

internal sealed class ResponsesPairClient : PairClient
{
    public override string Path(string model, bool streamed) => "/v1/responses";

    public override JsonObject Ask(string model, string system, string question, bool streamed) =>
        new() { ["model"] = model, ["stream"] = streamed, ["instructions"] = system, ["input"] = question, ["store"] = false };

    public override JsonObject AskWithTools(string model, string question) => new()
    {
        ["model"] = model, ["store"] = false,
        ["reasoning"] = Json("""{"effort":"medium","summary":"auto"}"""), ["include"] = Json("""["reasoning.encrypted_content"]"""),
        ["input"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question }),
        ["tools"] = new JsonArray([.. Tools.Select(name => Json($$"""{"type":"function","name":"{{name}}","parameters":{{Schema}},"strict":true}"""))]),
    };

    public override JsonObject Limit(JsonObject asked, int tokens) => With(asked, "max_output_tokens", tokens);

    public override JsonObject? OneAtATime(JsonObject asked) => With(asked, "parallel_tool_calls", false);

    public override bool IsLimited(JsonElement answer) => answer.GetProperty("incomplete_details").GetProperty("reason").GetString() == "max_output_tokens";

    public override JsonObject GoOn(JsonObject asked, JsonElement answer, string result)
    {
        var input = asked["input"]!.AsArray();
        var output = answer.GetProperty("output").EnumerateArray().ToList();
        foreach (var item in output) input.Add(Node(item));
        foreach (var call in output.Where(item => TypeOf(item) == "function_call"))
            input.Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = call.GetProperty("call_id").GetString(), ["output"] = result });
        return asked;
    }

    public override string Text(JsonElement answer) => string.Concat(answer.GetProperty("output").EnumerateArray().Where(item => TypeOf(item) == "message")
        .SelectMany(item => item.GetProperty("content").EnumerateArray()).Select(part => part.GetProperty("text").GetString()));

    public override IReadOnlyList<(string, string)> Calls(JsonElement answer) =>
        [.. answer.GetProperty("output").EnumerateArray().Where(item => TypeOf(item) == "function_call")
            .Select(call => (call.GetProperty("name").GetString()!, call.GetProperty("arguments").GetString()!))];

    public override JsonObject AskForOdds(JsonObject question)
    {
        (question["include"], question["top_logprobs"]) = (Json("[\"message.output_text.logprobs\"]"), 2);
        return question;
    }

    /// <summary>Of a stream those that its deltas bring.</summary>
    public override IEnumerable<(string, double, int)> Odds(IEnumerable<JsonElement> told)
    {
        foreach (var body in told)
        {
            IEnumerable<JsonElement> texts = body.TryGetProperty("output", out var output) ? output.EnumerateArray().Where(item => TypeOf(item) == "message").SelectMany(item => item.GetProperty("content").EnumerateArray())
                : TypeOf(body) == "response.output_text.delta" ? [body] : [];
            foreach (var token in texts.SelectMany(text => text.GetProperty("logprobs").EnumerateArray())) yield return OddsOf(token);
        }
    }

    public override IEnumerable<string?> Names(IReadOnlyList<JsonElement> events) =>
        events.Where(@event => TypeOf(@event) == "response.output_item.done").Select(@event => @event.GetProperty("item"))
            .Where(item => TypeOf(item) == "function_call").Select(item => item.GetProperty("name").GetString());

    public override (string, bool) Assemble(IReadOnlyList<JsonElement> events, string raw)
    {
        events.Select(@event => @event.GetProperty("sequence_number").GetInt32()).ShouldBe(Enumerable.Range(0, events.Count));
        return (string.Concat(events.Where(@event => TypeOf(@event) == "response.output_text.delta").Select(@event => @event.GetProperty("delta").GetString())),
            TypeOf(events[^1]) == "response.completed" && raw.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));
    }
}
