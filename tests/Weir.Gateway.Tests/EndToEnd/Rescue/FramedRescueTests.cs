using Microsoft.AspNetCore.Http;
using Weir.Dialects;
using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Pairs;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Rescue;

/// <summary>Streams that are no events of text: Bedrock's binary messages, and the JSON array that Gemini's clients may ask for.</summary>
public sealed class FramedRescueTests
{
    private const string Text = "one two three four five six seven eight nine ten eleven twelve";

    private const string Configuration = SimulatedProviders.Deployments + """
        models:
          gemini: { route: [gemini], fallbacks: [chat] }
          converse: { route: [converse], fallbacks: [chat] }
        faults:
          broken: { deployments: [gemini, converse], kind: cut, after: 6 }
        """;

    private const string BedrockStandsIn = """
        providers:
          one: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
          two: { dialect: bedrock, base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          first: { provider: one, model: first-model, price: { input: 1, output: 10 } }
          bedrock: { provider: two, model: "anthropic.claude-haiku-4-5-20251001-v1:0", price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [first], fallbacks: [bedrock], retries: 0 }
        """;

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task A_stream_of_Bedrocks_that_is_cut_comes_to_its_end_in_every_dialect(string client)
    {
        await using var scene = await Scene.StartSimulatedAsync(configuration: Configuration);
        var asked = PairClient.All[client].Ask("converse", "Be brief.", "repeat exactly: " + Text, streamed: true).ToJsonString();

        var answer = await scene.PostAsync(PairClient.All[client].Path("converse", streamed: true), asked);

        answer.IsBrokenOff.ShouldBeFalse(answer.Body);
        RescueAssertions.TextOf(answer, client).ShouldBe((Text, true), answer.Body);
        ShouldBeRescued(scene, answer, "converse");
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task A_model_at_Bedrock_goes_on_from_what_another_has_said(string client)
    {
        string[] words = ["Once upon a time there ", "was a beaver. ", "The end."];
        await using var scene = await Scene.StartAsync(BedrockStandsIn);
        scene.Upstream.Behaviour = (http, request) => RescueScene.IsOf(request, "first-model")
            ? BreakOffAsync(http, Speech.Begin(Dialect.Chat, words[..2]))
            : SayAsync(http, BinarySpeech.Whole(words[2..].Prepend(" ")));

        var answer = await scene.AskAsync(client);

        answer.IsBrokenOff.ShouldBeFalse(answer.Body);
        RescueAssertions.TextOf(answer, client).ShouldBe((string.Concat(words), true), answer.Body);
        // Anthropic refuses white space at the end.
        var asked = RescueScene.JsonOf(scene.Upstream.Seen[1]).GetProperty("messages").EnumerateArray().Last();
        asked.GetRawText().ShouldBe("""{"role":"assistant","content":[{"text":"Once upon a time there was a beaver."}]}""");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Attempts.Select(attempt => (attempt.Deployment, attempt.Outcome)).ShouldBe([("first", Outcome.Truncated), ("bedrock", Outcome.Completed)]);
        row.Cost.ShouldBe(row.Attempts.Sum(attempt => attempt.Cost));
    }

    [Theory]
    [InlineData("gemini")]
    [InlineData("converse")]
    public async Task A_client_that_reads_an_array_is_given_one_whole_array(string first)
    {
        await using var scene = await Scene.StartSimulatedAsync(configuration: Configuration);
        var asked = PairClient.All["gemini"].Ask(first, "Be brief.", "repeat exactly: " + Text, streamed: true).ToJsonString();

        var answer = await scene.PostAsync($"/v1beta/models/{first}:streamGenerateContent", asked);

        answer.IsBrokenOff.ShouldBeFalse(answer.Body);
        answer.Headers["content-type"].ShouldStartWith("application/json");
        PairClient.All["gemini"].Assemble([.. answer.Json.EnumerateArray()], answer.Body).ShouldBe((Text, true), answer.Body);
        ShouldBeRescued(scene, answer, first);
    }

    private static async Task BreakOffAsync(HttpContext http, IEnumerable<string> events)
    {
        await EventsAsync(http, events);
        Cut();
    }

    private static async Task SayAsync(HttpContext http, IEnumerable<byte[]> messages)
    {
        http.Response.ContentType = "application/vnd.amazon.eventstream";
        foreach (var message in messages) await http.Response.Body.WriteAsync(message);
    }

    private static void ShouldBeRescued(Scene scene, Answer answer, string first)
    {
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Attempts.Select(attempt => (attempt.Deployment, attempt.Outcome)).ShouldBe([(first, Outcome.Truncated), ("chat", Outcome.Completed)]);
        // Some of the answer came before the cut, or nothing was rescued.
        row.Attempts[0].Usage.Output.ShouldBeGreaterThan(0);
        row.Cost.ShouldBe(row.Attempts.Sum(attempt => attempt.Cost));
    }
}
