using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Gateway.Tests.EndToEnd.Pairs;

/// <summary>One client of a dialect, as little of one as a test needs: how it asks, and what it makes of the answer.</summary>
internal abstract class PairClient
{
    private protected const string Schema = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""";

    private protected static readonly string[] Tools = ["get_weather", "get_time"];

    public static IReadOnlyDictionary<string, PairClient> All { get; } = new Dictionary<string, PairClient>
    {
        ["chat"] = new ChatPairClient(),
        ["responses"] = new ResponsesPairClient(),
        ["messages"] = new MessagesPairClient(),
        ["gemini"] = new GeminiPairClient(),
    };

    /// <summary>Where a question goes.</summary>
    public abstract string Path(string model, bool streamed);

    /// <summary>A question with a system prompt.</summary>
    public abstract JsonObject Ask(string model, string system, string question, bool streamed);

    /// <summary>A question to a model that thinks and has tools.</summary>
    public abstract JsonObject AskWithTools(string model, string question);

    /// <summary>The same question, with a limit of tokens.</summary>
    public abstract JsonObject Limit(JsonObject asked, int tokens);

    /// <summary>The same question by a client that wants one call at a time; null where there is no word for that.</summary>
    public abstract JsonObject? OneAtATime(JsonObject asked);

    /// <summary>Whether an answer says that the limit of tokens ended it.</summary>
    public abstract bool IsLimited(JsonElement answer);

    /// <summary>The same conversation, the answer to it as it came, and a result for each call in that.</summary>
    public abstract JsonObject GoOn(JsonObject asked, JsonElement answer, string result);

    /// <summary>The text of a plain answer.</summary>
    public abstract string Text(JsonElement answer);

    /// <summary>The calls of tools in a plain answer: name and arguments as JSON.</summary>
    public abstract IReadOnlyList<(string Name, string Arguments)> Calls(JsonElement answer);

    /// <summary>The names of the tools that the events of a stream call.</summary>
    public abstract IEnumerable<string?> Names(IReadOnlyList<JsonElement> events);

    /// <summary>The text that the events of a stream bring, and whether it came to its own end.</summary>
    public abstract (string Text, bool Ended) Assemble(IReadOnlyList<JsonElement> events, string raw);

    /// <summary>Asks for the likelihood of each token and of two that might stand in its place; null where the dialect cannot.</summary>
    public abstract JsonObject? AskForOdds(JsonObject question);

    /// <summary>The likelihood of tokens in answers or events: each token with its own, and how many might stand in its place.</summary>
    public abstract IEnumerable<(string Token, double Logprob, int Others)> Odds(IEnumerable<JsonElement> told);

    private protected static (string Token, double Logprob, int Others) OddsOf(JsonElement token) =>
        (token.GetProperty("token").GetString()!, token.GetProperty("logprob").GetDouble(), token.GetProperty("top_logprobs").GetArrayLength());

    private protected static JsonObject With(JsonObject asked, string member, JsonNode value)
    {
        asked[member] = value;
        return asked;
    }

    private protected static JsonNode Node(JsonElement element) => JsonNode.Parse(element.GetRawText())!;

    private protected static JsonNode Json(string json) => JsonNode.Parse(json)!;

    private protected static string TypeOf(JsonElement item) => item.GetProperty("type").GetString()!;
}
