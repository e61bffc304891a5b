using Weir.Gateway.Tests.EndToEnd.Pairs;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.Rescue.RescueAssertions;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Rescue;

/// <summary>Wherever a stream breaks, its client has the whole answer or knows that it has not.</summary>
[Trait("Category", "Slow")]
public sealed class CutAnywhereTests
{
    public static TheoryData<string, string> Ways()
    {
        var ways = new TheoryData<string, string>();
        foreach (var client in PairClient.All.Keys)
            foreach (var prefill in (string[])["off", "vllm"]) ways.Add(client, prefill);
        return ways;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Its_client_gets_all_of_it_or_an_error(string client, string prefill)
    {
        var dialect = RescueScene.DialectOf(client);
        await using var scene = await RescueScene.StartAsync(dialect, prefill);
        var whole = string.Concat(Speech.Whole(dialect, RescueScene.InPieces(9), "Let me see."));
        var random = new Random(TestSeed.Value);
        for (var tries = 0; tries < 40; tries++)
        {
            var (cut, size) = (whole[..random.Next(whole.Length)], 1 + random.Next(200));
            scene.Upstream.Behaviour = async (http, request) =>
            {
                if (RescueScene.IsOf(request, "first-model"))
                {
                    await EventsAsync(http, cut.Chunk(size).Select(piece => new string(piece)));
                    Cut();
                }
                var from = RescueScene.PrefillOf(request)?.Length ?? 0;
                await RescueScene.SayAsync(http, RescueScene.Text[from..]);
            };

            var answer = await scene.AskAsync(client);

            if (answer.IsBrokenOff) answer.Body.ShouldContain("\"error\"", customMessage: cut);
            else TextOf(answer, client).ShouldBe((RescueScene.Text, true), $"{cut}\n====\n{answer.Body}");
        }
    }
}
