using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd;
using Weir.Testing;

namespace Weir.Gateway.Tests.Faults;

/// <summary>Which calls a fault touches, and which it leaves alone.</summary>
public sealed class FaultScopeTests
{
    private const string More = """
        tenants: { default: {}, acme: {} }
        keys: { ci: { value: a-key-of-the-configuration-0123456789, tenant: acme } }
        """;

    private const string Ci = "a-key-of-the-configuration-0123456789";

    [Theory]
    [InlineData("tenants: [acme]", Ci, "", true)]
    [InlineData("tenants: [acme]", null, "", false)]
    [InlineData("keys: [ci]", Ci, "", true)]
    [InlineData("keys: [ci]", null, "", false)]
    [InlineData("features: [search]", null, "x-weir-feature: search", true)]
    [InlineData("features: [search]", null, "x-weir-feature: chat", false)]
    [InlineData("features: [search]", null, "", false)]
    [InlineData("models: [asked-model]", null, "", true)]
    [InlineData("models: [other-model]", null, "", false)]
    [InlineData("only_on_request: true", null, "x-weir-fault: broken", true)]
    [InlineData("only_on_request: true", null, "x-weir-fault: another", false)]
    [InlineData("only_on_request: true", null, "", false)]
    [InlineData("tenants: [acme], models: [asked-model]", null, "", false)]
    public async Task A_call_outside_of_the_scope_is_left_alone(string scope, string? key, string header, bool touched)
    {
        var configuration = FaultScene.With($"status, {scope}", More).Replace("models:\n", "models:\n  other-model: { route: [big] }\n", StringComparison.Ordinal);
        await using var scene = await Scene.StartAsync(configuration);
        using var client = scene.ClientWith(key ?? scene.Key);
        var headers = header.Length == 0 ? Array.Empty<(string, string)>() : [(header.Split(": ")[0], header.Split(": ")[1])];

        using var response = await client.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello, headers));
        var answer = await Scene.AnswerAsync(response);

        (answer.Status, answer.IsTouched()).ShouldBe(touched ? (503, true) : (200, false));
    }

    [Fact]
    public async Task A_call_that_asks_for_a_fault_shares_it_with_nobody()
    {
        await using var scene = await Scene.StartAsync(
            FaultScene.With("silence, only_on_request: true").Replace("retries: 0", "retries: 0, coalesce: all", StringComparison.Ordinal));
        using var rehearsal = new CancellationTokenSource();
        using var rehearser = scene.ClientWith(scene.Key);

        var silent = rehearser.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello, ("x-weir-fault", FaultScene.Fault)), rehearsal.Token);
        await Scene.UntilAsync(() => FaultScene.Only(scene).Injected == 1, "the rehearsal has begun");
        var innocent = await scene.ChatAsync(Scene.Hello);

        (innocent.Status, innocent.IsTouched()).ShouldBe((200, false));
        scene.Ledger(innocent.RequestId).ShouldHaveEnded(Outcome.Completed, 200).SharedWith.ShouldBeNull();
        await rehearsal.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(silent);
    }

    [Fact]
    public async Task A_fault_of_a_provider_is_one_of_all_its_deployments_and_no_others()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration
            .Replace("deployments:\n", "  spare: { base_url: \"{upstream}\", api_key: k }\ndeployments:\n  small: { provider: spare, price: { input: 1, output: 1 } }\n", StringComparison.Ordinal)
            .Replace("models:\n", "models:\n  safe: { route: [small] }\n", StringComparison.Ordinal)
            + "\nfaults: { broken: { provider: up, kind: status, allow_total: true } }");

        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(503);
        (await scene.ChatAsync(Scene.Hello.Replace("asked-model", "safe", StringComparison.Ordinal))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_call_that_another_deployment_answers_names_the_fault_that_sent_it_there()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration
            .Replace("deployments:\n", "deployments:\n  small: { provider: up, model: small-model, price: { input: 1, output: 1 } }\n", StringComparison.Ordinal)
            .Replace("{ route: [big], retries: 0 }", "{ route: [big], fallbacks: [small] }", StringComparison.Ordinal)
            + "\nfaults: { broken: { deployments: [big], kind: status, code: 429, retry_after: 1h } }");

        var answer = await scene.ChatAsync(Scene.Hello);

        (answer.Status, answer.Headers["x-weir-deployment"], answer.Headers["x-weir-fault"]).ShouldBe((200, "small", "broken"));
        scene.Upstream.Seen.ShouldHaveSingleItem().Body.ShouldContain("small-model");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200).Attempts.Select(attempt => attempt.Status).ShouldBe([429, 200]);
    }

    [Fact]
    public async Task A_percentage_touches_as_many_as_the_seed_draws()
    {
        var once = await DrawAsync();
        var again = await DrawAsync();

        again.ShouldBe(once);
        // 18 of 60, give or take three standard deviations.
        once.Count(touched => touched).ShouldBeInRange(8, 28);
    }

    [Fact]
    public async Task A_fault_of_no_percent_touches_nothing()
    {
        await using var scene = await Scene.StartAsync(FaultScene.With("status, percent: 0"));

        var answer = await scene.ChatAsync(Scene.Hello);

        answer.IsTouched().ShouldBeFalse();
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    private static async Task<IReadOnlyList<bool>> DrawAsync()
    {
        await using var scene = await Scene.StartAsync(FaultScene.With("malformed_event, percent: 30, after: 100", "limits: { fault_share: 100 }"));
        scene.Upstream.Behaviour = (http, request) => ScriptedUpstream.EventsAsync(http, ScriptedUpstream.WholeStream(request));
        var touched = new List<bool>();
        for (var i = 0; i < 60; i++) touched.Add((await scene.ChatAsync(Scene.HelloStreamed)).IsTouched());
        FaultScene.Only(scene).Injected.ShouldBe(touched.Count(hit => hit));
        return touched;
    }
}
