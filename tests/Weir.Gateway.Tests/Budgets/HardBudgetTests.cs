using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>A hard budget is never exceeded, whatever is sent, and however many send it at once.</summary>
public sealed class HardBudgetTests
{
    /// <summary>Room for some twenty calls of a thousandth of a dollar and a little.</summary>
    private const string Small = "  all: { usd: 0.0222, hard: true, contact: finops@acme.example }";

    [Fact]
    public async Task A_budget_that_is_used_up_refuses_and_nothing_is_sent()
    {
        await using var scene = await BudgetScene.StartAsync(Small);
        var answers = new List<Answer>();
        for (var i = 0; i < 30; i++) answers.Add(await scene.Scene.ChatAsync(BudgetScene.Hello));

        answers.Count(answer => answer.Status == 200).ShouldBe(scene.Scene.Upstream.Seen.Count);
        answers.Count(answer => answer.Status == 200).ShouldBeInRange(15, 22);
        var refused = answers[^1];
        refused.Status.ShouldBe(402);
        refused.Json.GetProperty("error").GetProperty("code").GetString().ShouldBe("budget_exceeded");
        refused.Json.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("finops@acme.example");
        scene.LedgerSum().Money.ShouldBeLessThanOrEqualTo(0.0222m);
        await scene.ShouldAgreeAsync("all");
    }

    /// <summary>A check that is made before anything is set aside lets a whole crowd pass (LiteLLM 26672, 34732).</summary>
    [Fact]
    public async Task A_crowd_that_comes_at_once_spends_no_more_than_the_limit()
    {
        await using var scene = await BudgetScene.StartAsync(Small);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? scene.Scene.ChatAsync(BudgetScene.Hello) : scene.Scene.ChatAsync(BudgetScene.HelloStreamed)));

        answers.Select(answer => answer.Status).Distinct().ShouldBeSubsetOf([200, 402, 429]);
        answers.ShouldContain(answer => answer.Status == 200);
        answers.ShouldContain(answer => answer.Status != 200);
        scene.LedgerSum().Money.ShouldBeLessThanOrEqualTo(0.0222m);
        await scene.ShouldAgreeAsync("all");
    }
}
