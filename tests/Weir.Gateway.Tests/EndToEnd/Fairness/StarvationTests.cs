using System.Text.Json;
using Weir.Gateway.Configuration;
using Weir.Gateway.Ledger;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Tests.Admin;
using Weir.Gateway.Tests.EndToEnd.Attempts;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Fairness;

/// <summary>Given one place and two tenants, when one holds it and the other waits, then client, ledger, metric and report say so alike.</summary>
public sealed class StarvationTests
{
    private const string AcmeKey = "acme-key-0123456789-0123";
    private const string GlobexKey = "globex-key-0123456789-0123";

    private static readonly string More = $$"""
        admin: { key: {{AdminScene.Key}} }
        tenants: { default: {}, acme: {}, globex: {} }
        features: { chat: {}, nightly: {} }
        keys:
          acme: { value: {{AcmeKey}}, tenant: acme }
          globex: { value: {{GlobexKey}}, tenant: globex }
        """;

    [Fact]
    public async Task Who_waited_and_who_held_the_place_is_told_alike_everywhere()
    {
        var clock = new FakeTimeProvider();
        var one = TwoProviders.With("retries: 0, deadline: 60s", first: "concurrency: { adapt: off, max: 1 }", more: More).Replace(", fallbacks: [second]", "", StringComparison.Ordinal);
        await using var scene = await Scene.StartAsync(one, clock);
        TaskCompletionSource[] gates = [new(), new()];
        scene.Play(first: async (http, request) =>
        {
            await gates[scene.Upstream.Seen.Count - 1].Task;
            await TwoProviders.AnswerAsync(http, request);
        });
        var nightly = IdentityTests.SendAsync(scene, GlobexKey, [("x-weir-feature", "nightly")]);
        await Scene.UntilAsync(() => scene.Asked().First == 1, "the place is taken");
        var chat = IdentityTests.SendAsync(scene, AcmeKey, [("x-weir-feature", "chat")]);
        await Scene.UntilAsync(() => Limit(scene).Waiting == 1, "chat waits");
        var hurried = IdentityTests.SendAsync(scene, AcmeKey, [("x-weir-feature", "chat"), ("x-weir-timeout", "10s")]);
        await Scene.UntilAsync(() => Limit(scene).Waiting == 2, "one more waits");

        clock.Advance(TimeSpan.FromSeconds(10));
        (await hurried).ShouldBeError(503, "model_overloaded", scene);
        clock.Advance(TimeSpan.FromSeconds(20));
        gates[0].SetResult();
        (await nightly).Status.ShouldBe(200);
        await Scene.UntilAsync(() => scene.Asked().First == 2, "chat has the place");
        clock.Advance(TimeSpan.FromSeconds(10));
        gates[1].SetResult();

        (await chat).Headers["x-weir-queue-ms"].ShouldBe("30000");
        scene.Ledger((await chat).RequestId).ShouldHaveEnded(Outcome.Completed, 200).Attempts.Single().QueuedMicros.ShouldBe(30_000_000);
        clock.Advance(TimeSpan.FromSeconds(60));
        var answer = await scene.AdminAsync("GET", "queue?since=100s&deployment=first");
        answer.Status.ShouldBe(200, answer.Body);
        using var report = JsonDocument.Parse(answer.Body);
        var deployment = report.RootElement.GetProperty("deployments").EnumerateArray().ShouldHaveSingleItem();
        (Number(deployment, "held"), Number(deployment, "waiting")).ShouldBe((0.4, 0.4));
        var line = deployment.GetProperty("groups")[0];
        (line.GetProperty("tenant").GetString(), line.GetProperty("feature").GetString()).ShouldBe(("acme", "chat"));
        (Number(line, "calls"), Number(line, "demand"), Number(line, "had"), Number(line, "share"), Number(line, "refused_calls")).ShouldBe((2, 0.5, 0.1, 0.25, 1));
        (Number(line, "waited_calls"), Number(line, "wait_p50_seconds"), Number(line, "longest_wait_seconds"), Number(line, "held_by_nobody")).ShouldBe((2, 10, 30, 0));
        var holder = line.GetProperty("held_by").EnumerateArray().ShouldHaveSingleItem();
        (holder.GetProperty("tenant").GetString(), holder.GetProperty("feature").GetString(), Number(holder, "share")).ShouldBe(("globex", "nightly", 1));
        var metrics = (await scene.GetAsync("/metrics")).Body;
        metrics.ShouldContain("weir_queue_wait_seconds_count{deployment=\"first\",priority=\"normal\"} 2");
        metrics.ShouldContain("weir_queue_wait_seconds_sum{deployment=\"first\",priority=\"normal\"} 40");
    }

    [Theory]
    [InlineData("since=soon", "'soon' is no time.")]
    [InlineData("since=1h&until=2h", "The time until which is not after the time since which.")]
    [InlineData("top=101", "'101' is no number of lines. Ask for 1 to 100.")]
    [InlineData("model=x", "'model' is nothing that can be asked. Ask with since, until, deployment, tenant, feature and top.")]
    public async Task What_makes_no_sense_is_refused_with_a_remedy(string query, string message)
    {
        await using var scene = await Scene.StartAsync(AdminScene.With());

        (await scene.AdminAsync("GET", "queue?" + query)).ShouldBeRefused(400, "invalid_query").ShouldContain(message);
    }

    private static double Number(JsonElement of, string name) => of.GetProperty(name).GetDouble();

    private static DeploymentLimit Limit(Scene scene) => scene.Part<ConcurrencyLimits>().Of(scene.Part<ConfigWatcher>().Current.Deployments["first"]);
}
