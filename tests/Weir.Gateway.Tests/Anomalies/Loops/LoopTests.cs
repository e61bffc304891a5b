using System.Text;
using System.Text.Json;
using Weir.Gateway.Anomalies;
using Weir.Gateway.Anomalies.Loops;
using Weir.Gateway.Tests.Admin;
using Weir.Testing;

namespace Weir.Gateway.Tests.Anomalies.Loops;

/// <summary>Sessions that go round in circles, and such that only look like it.</summary>
public sealed class LoopTests
{
    private const string Step = """{"role":"assistant","content":null,"tool_calls":[{"id":"ID","type":"function","function":{"name":"search","arguments":"{\"q\":\"weather\"}"}}]},{"role":"tool","tool_call_id":"ID","content":"Error: the index is not available, try again later"}""";

    [Fact]
    public async Task An_agent_that_is_told_the_same_again_and_again_is_found_and_its_session_paused()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With("""
            alerts: { ops: { webhook: "{upstream}/hook" } }
            anomalies: { loops: { calls: 5, action: pause } }
            """));
        var calls = 0;
        while (calls < 30 && (await scene.ChatAsync(Grown(++calls), ("x-weir-session", "s-1"))).Status == 200)
        {
            // It goes on until somebody stops it.
        }

        // The first two are not looked at.
        calls.ShouldBe(2 + 5 + 1);
        var refused = await scene.ChatAsync(Grown(calls), ("x-weir-session", "s-1"));
        (refused.Status, refused.Error("code")).ShouldBe((403, "calls_paused"));
        (await scene.ChatAsync(Scene.Hello, ("x-weir-session", "s-2"))).Status.ShouldBe(200);
        await Scene.UntilAsync(() => scene.Part<AnomalyStore>().Newest(1).Count == 1, "it is written down");
        var found = scene.Part<AnomalyStore>().Newest(1)[0];
        (found.Kind, found.Dimension, found.Value, found.Reason, found.Action).ShouldBe(("loop", "session", "s-1", "growing", "pause"));
        found.Change.Spent.ShouldBe(5 * 0.00264m);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Any(post => post.Path == "/v1/hook"), "somebody is told");
        JsonDocument.Parse(scene.Upstream.Seen.Single(post => post.Path == "/v1/hook").Body).RootElement.GetProperty("title").GetString().ShouldBe("The session s-1 seems to go round in circles");
    }

    [Fact]
    public void The_same_request_over_and_over_is_a_loop_only_within_a_minute()
    {
        var (fast, slow) = (new LoopState(DateTimeOffset.MinValue), new LoopState(DateTimeOffset.MinValue));
        var start = new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);
        LoopFinding? found = null;
        for (var call = 0; call < 16; call++)
        {
            found.ShouldBeNull();
            found = fast.Add(new Round(start.AddSeconds(3 * call), 77, 1_000, 0.1m), calls: 8);
            slow.Add(new Round(start.AddSeconds(10 * call), 77, 1_000, 0.1m), calls: 8).ShouldBeNull();
        }

        found.ShouldBe(new LoopFinding(16, start, IsGrowing: false, 1.6m));
        fast.Add(new Round(start.AddSeconds(60), 77, 1_000, 0.1m), calls: 8).ShouldBeNull("it was told");
    }

    [Fact]
    public void Many_short_requests_of_one_template_are_no_loop()
    {
        var (state, random) = (new LoopState(DateTimeOffset.MinValue), new Random(5));
        for (var call = 0; call < 200; call++)
        {
            var body = Encoding.UTF8.GetBytes($$"""{"model":"m","messages":[{"role":"system","content":"Say positive or negative."},{"role":"user","content":"Review: {{new string('x', random.Next(200))}}"}]}""");
            state.Add(new Round(DateTimeOffset.UnixEpoch.AddSeconds(call / 4.0), LoopWatch.FingerprintOf(body), body.Length, 0.1m), calls: 8).ShouldBeNull($"after {call} calls");
        }
    }

    private static string Grown(int steps)
    {
        var body = new StringBuilder("""{"model":"asked-model","messages":[{"role":"user","content":"What is the weather?"}""");
        for (var step = 0; step < steps; step++) body.Append(',').Append(Step.Replace("ID", $"call_{Guid.NewGuid():N}", StringComparison.Ordinal));
        return body.Append("]}").ToString();
    }
}
