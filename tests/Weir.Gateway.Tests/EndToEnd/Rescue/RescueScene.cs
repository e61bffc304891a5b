using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Dialects;
using Weir.Gateway.Tests.EndToEnd.Pairs;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Rescue;

/// <summary>
/// A gateway with a model of two deployments, of which the first breaks off in the middle of an answer. The first speaks the
/// client's dialect or another one; the second, its stand-in, speaks chat completions.
/// </summary>
internal static class RescueScene
{
    /// <summary>The answer that both would give.</summary>
    public static readonly string[] Words = ["Once upon a time, ", "in a \"weir\" by the naïve ", "river 🦫\n\n", "there lived ", "a beaver. ", "The end."];

    /// <summary>The same as one text.</summary>
    public static readonly string Text = string.Concat(Words);

    /// <summary>The same in pieces of so many characters.</summary>
    public static IEnumerable<string> InPieces(int size) => Text.EnumerateRunes().Chunk(size).Select(runes => string.Concat(runes));

    /// <summary>Starts it.</summary>
    /// <param name="first">What the first deployment speaks.</param>
    /// <param name="prefill">How the second one goes on with an answer.</param>
    /// <param name="fallbacks">The stand-ins.</param>
    /// <param name="retries">How often the same is asked again.</param>
    /// <param name="coalesce">Which calls share an answer.</param>
    public static Task<Scene> StartAsync(Dialect first, string prefill = "off", string fallbacks = "[second]", int retries = 0, string coalesce = "off") => Scene.StartAsync($$"""
        providers:
          one: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}", {{ApiOf(first)}} }
          two: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        timeouts: { idle: 400ms }
        deployments:
          first: { provider: one, model: first-model, price: { input: 1, output: 10 } }
          second: { provider: two, model: second-model, prefill: {{prefill}}, price: { input: 1, output: 10 } }
          third: { provider: two, model: third-model, price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [first], fallbacks: {{fallbacks}}, retries: {{retries}}, coalesce: {{coalesce}} }
        """);

    /// <summary>Has the first deployment break off after some words, and the second answer as told.</summary>
    /// <param name="scene">The gateway.</param>
    /// <param name="first">What the first deployment speaks.</param>
    /// <param name="breaks">How the first one's stream breaks: cut, end, stall, overload, garbage.</param>
    /// <param name="words">After how many words.</param>
    /// <param name="second">What the second one does.</param>
    public static void Break(this Scene scene, Dialect first, string breaks, int words, Func<HttpContext, UpstreamRequest, Task> second) =>
        scene.Upstream.Behaviour = async (http, request) =>
        {
            if (!IsOf(request, "first-model"))
            {
                await second(http, request);
                return;
            }
            await EventsAsync(http, Speech.Begin(first, Words.Take(words)));
            await BreakAsync(http, first, breaks);
        };

    /// <summary>A whole answer of a server of chat completions.</summary>
    public static Task SayAsync(HttpContext http, params IEnumerable<string> words) => EventsAsync(http, Speech.Whole(Dialect.Chat, words));

    /// <summary>Asks as a client of a dialect does, and reads what comes.</summary>
    public static Task<Answer> AskAsync(this Scene scene, string client) =>
        scene.PostAsync(PairClient.All[client].Path("asked-model", streamed: true), PairClient.All[client].Ask("asked-model", "Be brief.", "Tell me a story.", streamed: true).ToJsonString());

    /// <summary>The text that a request gives the model to go on from, or null.</summary>
    public static string? PrefillOf(UpstreamRequest request)
    {
        var last = JsonOf(request).GetProperty("messages").EnumerateArray().Last();
        return last.GetProperty("role").GetString() == "assistant" ? last.GetProperty("content").GetString() : null;
    }

    public static JsonElement JsonOf(UpstreamRequest request) => JsonDocument.Parse(request.Body).RootElement;

    public static bool IsOf(UpstreamRequest request, string model) => request.Path.Contains(model, StringComparison.Ordinal) || request.Body.Contains($"\"{model}\"", StringComparison.Ordinal);

    public static Dialect DialectOf(string name) => Enum.Parse<Dialect>(name, ignoreCase: true);

    private static async Task BreakAsync(HttpContext http, Dialect dialect, string breaks)
    {
        switch (breaks)
        {
            case "cut": Cut(); break;
            case "stall": await HangAsync(http); break;
            case "overload": await SendAsync(http, Speech.Overloaded(dialect)); break;
            case "garbage": await SendAsync(http, string.Concat(Enumerable.Repeat("data: {\"no\n\n", 17))); break;
        }
    }

    private static string ApiOf(Dialect dialect) => dialect switch
    {
        Dialect.Messages => "dialect: anthropic",
        Dialect.Gemini => "dialect: gemini",
        Dialect.Responses => "apis: [responses]",
        _ => "apis: [chat]",
    };
}
