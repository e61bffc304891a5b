using System.Text.Json;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>What does not fit as it is asked for is given fewer tokens, where that is allowed and makes sense.</summary>
public sealed class LoweringTests
{
    private const string Long = """{"model":"asked-model","max_tokens":5000,"messages":[{"role":"user","content":"hi"}]}""";
    private const string Unlimited = """{"model":"asked-model","messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task A_call_that_asks_for_more_than_is_left_is_given_what_is_left()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.005, hard: true }");

        var answer = await scene.Scene.ChatAsync(Long);

        answer.Status.ShouldBe(200, answer.Body);
        var asked = LimitOf(scene.Scene.Upstream.Seen.ShouldHaveSingleItem());
        // 500 tokens of output cost half a cent; some of it is set aside for the request.
        asked.ShouldBeInRange(100, 490);
        answer.Headers["x-weir-max-tokens"].ShouldBe($"{asked}; budget=all");
        scene.LedgerSum().Money.ShouldBeInRange(0.004m, 0.005m);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task A_call_that_sets_no_limit_is_given_one()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 1, hard: true }");
        var file = await File.ReadAllTextAsync(Path.Combine(scene.Scene.Directory, "weir.yaml"));
        (await scene.Scene.ReloadAsync(file.Replace("context_window: 1000", "context_window: 100000, max_output_tokens: 300", StringComparison.Ordinal))).ShouldBeTrue();

        (await scene.Scene.ChatAsync(Unlimited)).Status.ShouldBe(200);

        LimitOf(scene.Scene.Upstream.Seen.ShouldHaveSingleItem()).ShouldBe(300);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task Tokens_are_lowered_to_what_is_left_of_a_budget_in_tokens()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { million_tokens: 0.0011, hard: true }");

        (await scene.Scene.ChatAsync(Long)).Status.ShouldBe(200);

        LimitOf(scene.Scene.Upstream.Seen.ShouldHaveSingleItem()).ShouldBeInRange(16, 900);
        scene.LedgerSum().Tokens.ShouldBeLessThanOrEqualTo(1100);
        await scene.ShouldAgreeAsync("all");
    }

    /// <summary>
    /// Each could cost a cent, and uses a thousandth of one: what is set aside for those who are served first keeps nobody out, and the
    /// last of it fits to the last digit (LiteLLM 38647).
    /// </summary>
    [Fact]
    public async Task A_crowd_that_sets_no_limit_is_served_from_a_budget_of_which_nothing_is_spent()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.025, hard: true }");
        scene.First = async (http, _) =>
        {
            await ScriptedUpstream.JsonAsync(http, 200, """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}],"usage":{"prompt_tokens":0,"completion_tokens":1,"total_tokens":1}}""");
            return true;
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => scene.Scene.ChatAsync(Unlimited)));

        answers.ShouldAllBe(answer => answer.Status == 200);
        scene.LedgerSum().Money.ShouldBe(0.0005m);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task Nothing_is_lowered_where_that_is_not_allowed()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.005, hard: true, lower_max_tokens: false }");

        (await scene.Scene.ChatAsync(Long)).Status.ShouldBe(402);

        scene.Scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_soft_budget_leaves_requests_as_they_are()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.000001 }");
        for (var i = 0; i < 3; i++) (await scene.Scene.ChatAsync(Unlimited)).Status.ShouldBe(200);

        scene.Scene.Upstream.Seen.ShouldAllBe(request => !request.Body.Contains("max_", StringComparison.Ordinal));
        scene.LedgerSum().Money.ShouldBeGreaterThan(0.000001m);
        await scene.ShouldAgreeAsync("all");
    }

    private static int LimitOf(UpstreamRequest request)
    {
        var body = JsonDocument.Parse(request.Body).RootElement;
        return (body.TryGetProperty("max_tokens", out var limit) ? limit : body.GetProperty("max_completion_tokens")).GetInt32();
    }
}
