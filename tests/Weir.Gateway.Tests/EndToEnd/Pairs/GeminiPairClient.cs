using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Gateway.Tests.EndToEnd.Pairs;

internal sealed class GeminiPairClient : PairClient
{
    public override string Path(string model, bool streamed) => $"/v1beta/models/{model}:" + (streamed ? "streamGenerateContent?alt=sse" : "generateContent");

    public override JsonObject Ask(string model, string system, string question, bool streamed) => new()
    {
        ["systemInstruction"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = system }) },
        ["contents"] = new JsonArray(Content(question)),
    };

    public override JsonObject AskWithTools(string model, string question) => new()
    {
        ["contents"] = new JsonArray(Content(question)),
        ["generationConfig"] = Json("""{"thinkingConfig":{"includeThoughts":true,"thinkingBudget":2048}}"""),
        ["tools"] = new JsonArray(new JsonObject
        {
            ["functionDeclarations"] = new JsonArray([.. Tools.Select(name => Json($$"""{"name":"{{name}}","description":"d","parametersJsonSchema":{{Schema}}}"""))]),
        }),
    };

    public override JsonObject Limit(JsonObject asked, int tokens) => With(asked, "generationConfig", new JsonObject { ["maxOutputTokens"] = tokens });

    public override JsonObject? OneAtATime(JsonObject asked) => null;

    public override bool IsLimited(JsonElement answer) => answer.GetProperty("candidates")[0].GetProperty("finishReason").GetString() == "MAX_TOKENS";

    public override JsonObject GoOn(JsonObject asked, JsonElement answer, string result)
    {
        var content = answer.GetProperty("candidates")[0].GetProperty("content");
        var results = CallsOf(answer).Select(call => (JsonNode)new JsonObject
        {
            ["functionResponse"] = new JsonObject
            {
                ["id"] = call.TryGetProperty("id", out var id) ? id.GetString() : null,
                ["name"] = call.GetProperty("name").GetString(),
                ["response"] = new JsonObject { ["result"] = result },
            },
        });
        asked["contents"]!.AsArray().Add(Node(content));
        asked["contents"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["parts"] = new JsonArray([.. results]) });
        return asked;
    }

    public override string Text(JsonElement answer) => TextOf(answer);

    public override IReadOnlyList<(string, string)> Calls(JsonElement answer) =>
        [.. CallsOf(answer).Select(call => (call.GetProperty("name").GetString()!, call.GetProperty("args").GetRawText()))];

    public override IEnumerable<string?> Names(IReadOnlyList<JsonElement> events) => events.SelectMany(CallsOf).Select(call => call.GetProperty("name").GetString());

    public override (string, bool) Assemble(IReadOnlyList<JsonElement> events, string raw) =>
        (string.Concat(events.Select(TextOf)), events[^1].GetProperty("candidates")[0].GetProperty("finishReason").GetString() == "STOP");

    public override JsonObject AskForOdds(JsonObject question)
    {
        question["generationConfig"] = new JsonObject { ["responseLogprobs"] = true, ["logprobs"] = 2 };
        return question;
    }

    public override IEnumerable<(string, double, int)> Odds(IEnumerable<JsonElement> told)
    {
        foreach (var candidate in told.Select(body => body.GetProperty("candidates")[0]))
        {
            if (!candidate.TryGetProperty("logprobsResult", out var odds)) continue;
            var others = odds.GetProperty("topCandidates");
            var index = 0;
            foreach (var token in odds.GetProperty("chosenCandidates").EnumerateArray())
                yield return (token.GetProperty("token").GetString()!, token.GetProperty("logProbability").GetDouble(), others[index++].GetProperty("candidates").GetArrayLength());
        }
    }

    private static JsonElement.ArrayEnumerator PartsOf(JsonElement answer) =>
        answer.GetProperty("candidates")[0].GetProperty("content").TryGetProperty("parts", out var parts) ? parts.EnumerateArray() : default;

    private static IEnumerable<JsonElement> CallsOf(JsonElement answer) =>
        PartsOf(answer).Where(part => part.TryGetProperty("functionCall", out _)).Select(part => part.GetProperty("functionCall"));

    private static string TextOf(JsonElement answer) =>
        string.Concat(PartsOf(answer).Where(part => part.TryGetProperty("text", out _) && !part.TryGetProperty("thought", out _)).Select(part => part.GetProperty("text").GetString()));

    private static JsonObject Content(string text) => new() { ["role"] = "user", ["parts"] = new JsonArray(new JsonObject { ["text"] = text }) };
}
