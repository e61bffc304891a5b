using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Gateway.Tests.EndToEnd.Pairs;

internal sealed class ChatPairClient : PairClient
{
    public override string Path(string model, bool streamed) => "/v1/chat/completions";

    public override JsonObject Ask(string model, string system, string question, bool streamed) => new()
    {
        ["model"] = model, ["stream"] = streamed,
        ["messages"] = new JsonArray(Message("system", system), Message("user", question)),
    };

    public override JsonObject AskWithTools(string model, string question) => new()
    {
        ["model"] = model, ["reasoning_effort"] = "medium",
        ["messages"] = new JsonArray(Message("user", question)),
        ["tools"] = new JsonArray([.. Tools.Select(name => Json($$$"""{"type":"function","function":{"name":"{{{name}}}","parameters":{{{Schema}}}}}"""))]),
    };

    public override JsonObject Limit(JsonObject asked, int tokens) => With(asked, "max_completion_tokens", tokens);

    public override JsonObject? OneAtATime(JsonObject asked) => With(asked, "parallel_tool_calls", false);

    public override bool IsLimited(JsonElement answer) => answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString() == "length";

    public override JsonObject GoOn(JsonObject asked, JsonElement answer, string result)
    {
        var messages = asked["messages"]!.AsArray();
        var message = answer.GetProperty("choices")[0].GetProperty("message");
        // What SDKs send back: not what they have no word for.
        messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = Node(message.GetProperty("content")), ["tool_calls"] = Node(message.GetProperty("tool_calls")) });
        foreach (var call in message.GetProperty("tool_calls").EnumerateArray())
            messages.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = call.GetProperty("id").GetString(), ["content"] = result });
        return asked;
    }

    public override string Text(JsonElement answer) => answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString() ?? "";

    public override IReadOnlyList<(string, string)> Calls(JsonElement answer) =>
        [.. answer.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls").EnumerateArray().Select(call => call.GetProperty("function"))
            .Select(call => (call.GetProperty("name").GetString()!, call.GetProperty("arguments").GetString()!))];

    public override IEnumerable<string?> Names(IReadOnlyList<JsonElement> events) =>
        events.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray()).Select(choice => choice.GetProperty("delta"))
            .SelectMany(delta => delta.TryGetProperty("tool_calls", out var calls) ? calls.EnumerateArray() : default)
            .Where(call => call.GetProperty("function").TryGetProperty("name", out _)).Select(call => call.GetProperty("function").GetProperty("name").GetString());

    public override (string, bool) Assemble(IReadOnlyList<JsonElement> events, string raw) =>
        (string.Concat(events.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
            .Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : "")), raw.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));

    public override JsonObject AskForOdds(JsonObject question)
    {
        (question["logprobs"], question["top_logprobs"]) = (true, 2);
        return question;
    }

    public override IEnumerable<(string, double, int)> Odds(IEnumerable<JsonElement> told) =>
        told.SelectMany(body => body.GetProperty("choices").EnumerateArray()).Select(choice => choice.GetProperty("logprobs")).Where(odds => odds.ValueKind == JsonValueKind.Object)
            .SelectMany(odds => odds.GetProperty("content").EnumerateArray()).Select(OddsOf);

    private static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };
}
