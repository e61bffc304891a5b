using Microsoft.AspNetCore.Http;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.ForeignUpstream;
using static Weir.Gateway.Tests.EndToEnd.Rescue.RescueAssertions;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Rescue;

/// <summary>A model without a stand-in goes on itself where it can, unless it has gone silent.</summary>
public sealed class SameDeploymentTests
{
    private const string Configuration = """
        providers:
          up: { dialect: anthropic, base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        timeouts: { idle: 400ms }
        deployments:
          big: { provider: up, model: claude-haiku-4-5, price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [big], retries: 1 }
        """;

    [Fact]
    public async Task One_that_was_cut_is_asked_to_go_on()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        Break(scene, _ => throw new IOException("cut by the test"));

        var answer = await scene.AskAsync("messages");

        TextOf(answer, "messages").ShouldBe(("Once upon a time there was a beaver.", true), answer.Body);
        var row = scene.Ledger(answer.RequestId).ShouldNotBeNull();
        row.Attempts.Select(attempt => attempt.Outcome).ShouldBe([Outcome.Truncated, Outcome.Completed]);
        (await scene.GetAsync("/metrics")).Body.ShouldContain("weir_streams_rescued_total{how=\"prefill\"} 1");
    }

    [Fact]
    public async Task One_that_went_silent_is_not_asked_again()
    {
        await using var scene = await Scene.StartAsync(Configuration);
        Break(scene, HangAsync);

        ShouldBeBroken(await scene.AskAsync("messages"));

        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    private static void Break(Scene scene, Func<HttpContext, Task> breaks) => scene.Upstream.Behaviour = async (http, _) =>
    {
        if (scene.Upstream.Seen.Count > 1)
        {
            await EventsAsync(http, Start, BlockStart, Delta(" there was"), Delta(" a beaver."), BlockStop, End);
            return;
        }
        await EventsAsync(http, Start, BlockStart, Delta("Once upon a time "));
        await breaks(http);
    };
}
