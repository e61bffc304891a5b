using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Pairs;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Rescue;

/// <summary>Ends that servers forget, repeat or mix up, and events that are none, cost no client its answer.</summary>
public sealed class StreamEndingTests
{
    [Fact]
    public async Task A_missing_end_is_supplied_although_the_server_keeps_the_connection_open()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, request) =>
        {
            await EventsAsync(http, WholeStream(request).Replace(Done, "", StringComparison.Ordinal));
            await HangAsync(http);
        };

        var answer = await scene.ChatAsync(Scene.HelloStreamed);

        answer.Body.ShouldEndWith(Done);
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.UsageSource, row.Usage.Output).ShouldBe((UsageSource.Provider, 3));
        row.DurationMicros.ShouldBeLessThan(30_000_000);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task An_end_that_comes_twice_or_in_another_order_does_no_harm(string client)
    {
        var dialect = RescueScene.DialectOf(client);
        await using var scene = await RescueScene.StartAsync(dialect);
        var events = Speech.Whole(dialect, RescueScene.Words).ToList();
        // Two of the last events change places where there are two that could, and all of them come twice.
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, [.. events, .. events.TakeLast(2).Reverse()]);

        var answer = await scene.AskAsync(client);

        answer.IsBrokenOff.ShouldBeFalse(answer.Body);
        var told = answer.Body.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => System.Text.Json.JsonDocument.Parse(line[6..]).RootElement).ToList();
        PairClient.All[client].Assemble(told, answer.Body).ShouldBe((RescueScene.Text, true), answer.Body);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Theory]
    [InlineData("chat", "chat")]
    [InlineData("messages", "messages")]
    [InlineData("gemini", "gemini")]
    [InlineData("responses", "responses")]
    [InlineData("chat", "messages")]
    [InlineData("messages", "chat")]
    public async Task An_event_that_is_none_is_passed_over_and_counted(string client, string upstream)
    {
        await using var scene = await RescueScene.StartAsync(RescueScene.DialectOf(upstream));
        var events = Speech.Whole(RescueScene.DialectOf(upstream), RescueScene.Words).ToList();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, [events[0], events[1], "data: {\"half\n\n", "data: nonsense\n\n", .. events.Skip(2)]);

        var answer = await scene.AskAsync(client);

        answer.IsBrokenOff.ShouldBeFalse(answer.Body);
        answer.Body.ShouldNotContain("nonsense");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (await scene.GetAsync("/metrics")).Body.ShouldContain("weir_stream_events_skipped_total{provider=\"one\",deployment=\"first\"} 2");
    }
}
