using System.Globalization;
using Weir.Gateway.Configuration;
using Weir.Gateway.Ledger;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Tests.EndToEnd.Attempts;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Fairness;

/// <summary>Given deployments that cannot take all at once, when several tenants call, then each has its turn, and client and ledger say how long it waited.</summary>
public sealed class QueueTests
{
    private const string AcmeKey = "acme-key-0123456789-0123";
    private const string GlobexKey = "globex-key-0123456789-0123";

    private static readonly string Tenants = $$"""
        tenants: { default: {}, acme: {}, globex: { weight: 2 } }
        features: { chat: { first_token: 500ms }, reports: {} }
        keys:
          acme: { value: {{AcmeKey}}, tenant: acme }
          globex: { value: {{GlobexKey}}, tenant: globex }
        """;

    [Fact]
    public async Task The_tenant_that_was_served_least_is_next_and_of_its_calls_the_one_that_is_due_first()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(TwoProviders.With("retries: 0, deadline: 60s", first: "concurrency: { adapt: off, max: 1 }", more: Tenants).Replace(", fallbacks: [second]", "", StringComparison.Ordinal), clock);
        var gates = new TaskCompletionSource[5];
        for (var i = 0; i < gates.Length; i++) gates[i] = new TaskCompletionSource();
        scene.Play(first: async (http, request) =>
        {
            await gates[scene.Upstream.Seen.Count - 1].Task;
            await TwoProviders.AnswerAsync(http, request);
        });
        var order = new List<string>();
        var calls = new Dictionary<string, Task<Answer>>(StringComparer.Ordinal);
        foreach (var (name, key, feature) in new[] { ("acme-1", AcmeKey, "reports"), ("acme-2", AcmeKey, "reports"), ("acme-3", AcmeKey, "reports"), ("globex-1", GlobexKey, "reports"), ("globex-chat", GlobexKey, "chat") })
        {
            var (waiting, asked) = (Limit(scene).Waiting, scene.Upstream.Seen.Count);
            calls.Add(name, IdentityTests.SendAsync(scene, key, [("x-weir-feature", feature)]));
            await Scene.UntilAsync(() => Limit(scene).Waiting + scene.Upstream.Seen.Count == waiting + asked + 1, $"{name} is where it belongs");
        }

        for (var i = 0; i < gates.Length; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            gates[i].SetResult();
            await Scene.UntilAsync(() => calls.Values.Count(call => call.IsCompleted) == i + 1, $"{i + 1} are answered");
            order.Add(calls.Single(call => call.Value.IsCompleted && !order.Contains(call.Key)).Key);
        }

        // Globex has had nothing, and then twice the share.
        order.ShouldBe(["acme-1", "globex-chat", "globex-1", "acme-2", "acme-3"]);
        var waited = await calls["globex-1"];
        waited.Headers["x-weir-queue-ms"].ShouldBe("200");
        (await calls["acme-1"]).Headers.Keys.ShouldNotContain("x-weir-queue-ms");
        var row = scene.Ledger(waited.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.QueuedMicros, row.Attempts.Single().QueuedMicros, row.Attempts.Single().StartedMicros).ShouldBe((200_000, 200_000, 200_000));
        scene.Ledger((await calls["acme-1"]).RequestId)!.QueuedMicros.ShouldBe(0);
    }

    [Fact]
    public async Task Calls_beyond_a_providers_quota_wait_for_it_and_none_is_sent_too_early()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(TwoProviders.With("retries: 0, deadline: 2m", first: "quota: { requests_per_minute: 1 }").Replace(", fallbacks: [second]", "", StringComparison.Ordinal), clock);
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);
        var second = scene.ChatAsync(Scene.Hello);
        await Scene.UntilAsync(() => Limit(scene).Waiting == 1, "the second waits");

        clock.Advance(TimeSpan.FromSeconds(55));
        scene.Asked().First.ShouldBe(1);
        var hurried = await scene.ChatAsync(Scene.Hello, ("x-weir-timeout", "3s"));
        hurried.ShouldBeError(503, "model_overloaded", scene);
        int.Parse(hurried.Headers["retry-after"], CultureInfo.InvariantCulture).ShouldBeInRange(4, 62);
        clock.Advance(TimeSpan.FromSeconds(7));

        (await second).Status.ShouldBe(200);
        int.Parse((await second).Headers["x-weir-queue-ms"], CultureInfo.InvariantCulture).ShouldBe(62_000);
        scene.Asked().First.ShouldBe(2);
    }

    [Fact]
    public async Task What_the_provider_says_is_left_counts()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(TwoProviders.With("retries: 0", first: "quota: { requests_per_minute: 100 }"), clock);
        scene.Play(first: (http, request) =>
        {
            http.Response.Headers["x-ratelimit-limit-requests"] = "100";
            http.Response.Headers["x-ratelimit-remaining-requests"] = "0";
            http.Response.Headers["x-ratelimit-reset-requests"] = "30s";
            return TwoProviders.AnswerAsync(http, request);
        });

        (await scene.ChatAsync(Scene.Hello)).Headers["x-weir-deployment"].ShouldBe("first");
        (await scene.ChatAsync(Scene.Hello)).Headers["x-weir-deployment"].ShouldBe("second", "others have used up the first one's quota");
        clock.Advance(TimeSpan.FromSeconds(31));
        (await scene.ChatAsync(Scene.Hello)).Headers["x-weir-deployment"].ShouldBe("first");
    }

    [Fact]
    public async Task Work_that_can_wait_is_stopped_while_it_is_young_and_done_later()
    {
        var clock = new FakeTimeProvider();
        var configuration = TwoProviders.With("retries: 0, deadline: 2m", first: "concurrency: { adapt: off, max: 1, cancel_young: true }", more: Tenants).Replace(", fallbacks: [second]", "", StringComparison.Ordinal);
        await using var scene = await Scene.StartAsync(configuration, clock);
        var (report, chat, again) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var gates = new[] { Task.CompletedTask, report.Task, chat.Task, again.Task };
        scene.Play(first: async (http, request) =>
        {
            var number = scene.Upstream.Seen.Count - 1;
            if (number == 0) clock.Advance(TimeSpan.FromSeconds(10));
            await gates[number];
            await TwoProviders.AnswerAsync(http, request);
        });
        // So that it is known how long answers take.
        (await IdentityTests.SendAsync(scene, AcmeKey)).Status.ShouldBe(200);
        var reported = IdentityTests.SendAsync(scene, AcmeKey, [("x-weir-feature", "reports"), ("x-weir-priority", "low")]);
        await Scene.UntilAsync(() => scene.Asked().First == 2, "the report is under way");

        var chatted = IdentityTests.SendAsync(scene, GlobexKey, [("x-weir-feature", "chat")]);
        await Scene.UntilAsync(() => scene.Asked().First == 3, "the chat has its place");
        chat.SetResult();
        (await chatted).Status.ShouldBe(200);
        await Scene.UntilAsync(() => scene.Asked().First == 4, "the report is under way again");
        again.SetResult();

        var answer = await reported;
        answer.Status.ShouldBe(200);
        answer.Headers["x-weir-attempts"].ShouldBe("2");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        row.Attempts.Select(attempt => (attempt.Outcome, attempt.ErrorCode)).ShouldBe([(Outcome.Cancelled, "displaced"), (Outcome.Completed, null)]);
        row.Attempts[0].Cost.ShouldNotBeNull().ShouldBeGreaterThan(0, "what the provider had read");
        Limit(scene).InFlight.ShouldBe(0);
        report.SetResult();
    }

    private static DeploymentLimit Limit(Scene scene) => scene.Part<ConcurrencyLimits>().Of(scene.Part<ConfigWatcher>().Current.Deployments["first"]);
}
