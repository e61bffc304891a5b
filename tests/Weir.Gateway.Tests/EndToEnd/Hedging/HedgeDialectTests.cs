using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;
using Weir.Gateway.Hedging;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Hedging;

/// <summary>Two attempts that speak different dialects, one of them the client's: each is told in its own, and the client hears one answer.</summary>
[Trait("Category", "Slow")]
public sealed class HedgeDialectTests
{
    private const string Configuration = """
        providers:
          chat: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
          messages: { dialect: anthropic, base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          passed: { provider: chat, model: passed-model, price: { input: 1, output: 10 } }
          translated: { provider: messages, model: translated-model, max_output_tokens: 100, price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [FIRST], fallbacks: [SECOND], hedge: 5, retries: 0 }
        """;

    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource _release = new();

    [Theory]
    [InlineData("passed", "translated", true, true)]
    [InlineData("passed", "translated", true, false)]
    [InlineData("passed", "translated", false, true)]
    [InlineData("passed", "translated", false, false)]
    [InlineData("translated", "passed", true, true)]
    [InlineData("translated", "passed", true, false)]
    [InlineData("translated", "passed", false, true)]
    [InlineData("translated", "passed", false, false)]
    public async Task Whichever_is_first_is_told_in_the_clients_dialect(string first, string second, bool streamed, bool hedgeWins)
    {
        var configuration = Configuration.Replace("FIRST", first, StringComparison.Ordinal).Replace("SECOND", second, StringComparison.Ordinal);
        var body = streamed ? Scene.HelloStreamed : Scene.Hello;
        await using var scene = await Scene.StartAsync(configuration, _clock);
        Know(scene, first, streamed, body);
        scene.Upstream.Behaviour = (http, request) => PlayAsync(http, request, streamed, IsFor(request, first) == hedgeWins);

        var call = scene.ChatAsync(body);
        await _clock.UntilAsync(() => scene.Upstream.Seen.Any(request => IsFor(request, second)), "the hedge is sent");
        _release.SetResult();
        var answer = await call;

        (answer.Status, answer.IsBrokenOff, answer.Headers["x-weir-deployment"]).ShouldBe((200, false, hedgeWins ? second : first));
        TextOf(answer, streamed).ShouldBe("Hello");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Attempts.Select(attempt => attempt.Outcome).ShouldBe(hedgeWins ? [Outcome.Cancelled, Outcome.Completed] : [Outcome.Completed, Outcome.Cancelled]);
        row.Cost.ShouldBe(row.Attempts.Sum(attempt => attempt.Cost));
        await scene.ShouldHoldNothingAsync();
    }

    private static void Know(Scene scene, string first, bool streamed, string body)
    {
        var latency = scene.Part<UsualLatencies>().Of(scene.Part<ConfigWatcher>().Current.Deployments[first]);
        for (var i = 0; i < 30; i++) latency.Add(streamed ? LatencyKind.FirstToken : LatencyKind.WholeAnswer, body.Length / 4, HedgeScene.Usual);
        scene.Part<HedgeBudgets>().Of(scene.Part<ConfigWatcher>().Current.Models["asked-model"]).Earn(1);
    }

    private static bool IsFor(UpstreamRequest request, string deployment) => request.Body.Contains($"\"{deployment}-model\"", StringComparison.Ordinal);

    /// <summary>The one that loses has begun, but for its content.</summary>
    private async Task PlayAsync(HttpContext http, UpstreamRequest request, bool streamed, bool hangs)
    {
        var isChat = IsFor(request, "passed");
        if (streamed) await EventsAsync(http, isChat ? Chunk("""{"role":"assistant","content":""}""") : ForeignUpstream.Start + ForeignUpstream.BlockStart);
        if (hangs)
        {
            await HangAsync(http);
            return;
        }
        await _release.Task;
        if (streamed) await SendAsync(http, isChat ? WholeStream(request) : ForeignUpstream.Delta("Hel") + ForeignUpstream.Delta("lo") + ForeignUpstream.BlockStop + ForeignUpstream.End);
        else await JsonAsync(http, 200, (isChat ? ScriptedUpstream.Answer : ForeignUpstream.Answer).Replace("Hello \\u00e9 there.", "Hello", StringComparison.Ordinal).Replace("Hello there.", "Hello", StringComparison.Ordinal));
    }

    private static string TextOf(Answer answer, bool streamed)
    {
        if (!streamed) return answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        answer.Body.ShouldEndWith(Done);
        return string.Concat(answer.Body.Split("\"content\":\"")[1..].Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]));
    }
}
