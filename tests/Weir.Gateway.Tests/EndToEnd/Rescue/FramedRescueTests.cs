using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Pairs;
using Weir.Testing;

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

    private static void ShouldBeRescued(Scene scene, Answer answer, string first)
    {
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Attempts.Select(attempt => (attempt.Deployment, attempt.Outcome)).ShouldBe([(first, Outcome.Truncated), ("chat", Outcome.Completed)]);
        // Some of the answer came before the cut, or nothing was rescued.
        row.Attempts[0].Usage.Output.ShouldBeGreaterThan(0);
        row.Cost.ShouldBe(row.Attempts.Sum(attempt => attempt.Cost));
    }
}
