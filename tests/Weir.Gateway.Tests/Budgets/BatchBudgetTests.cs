using Weir.Gateway.Budgets;
using Weir.Gateway.Tests.Batching;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>Embeddings that are sent together are paid for apart: each in the budgets of its own user, feature and session.</summary>
[Trait("Category", "Slow")]
public sealed class BatchBudgetTests
{
    [Fact]
    public async Task Each_member_spends_in_its_own_budgets_and_together_they_spend_what_the_batch_cost()
    {
        await using var scene = await StartAsync("users: { each: [user], usd: 0.01, hard: true }, all: { usd: 1, hard: true }, bobs: { for: { user: bob }, million_tokens: 1, hard: true }");

        var answers = await scene.SendAsync(scene.EmbedAsync("a river", headers: ("x-weir-user", "ann")), scene.EmbedAsync("a much longer river than that", headers: ("x-weir-user", "bob")), scene.EmbedAsync("none"));

        scene.Sizes.ShouldBe([3]);
        var rows = answers.Select(scene.ShouldAgree).ToArray();
        Counter(scene, "users", "ann").Spent.ShouldBe(new Amount(rows[0].Cost!.Value, rows[0].Usage.Input));
        Counter(scene, "users", "bob").Spent.ShouldBe(new Amount(rows[1].Cost!.Value, rows[1].Usage.Input));
        Counter(scene, "users", "").Spent.ShouldBe(new Amount(rows[2].Cost!.Value, rows[2].Usage.Input));
        Counter(scene, "bobs", "").Spent.Tokens.ShouldBe(rows[1].Usage.Input);
        Counter(scene, "all", "").Spent.Money.ShouldBe(rows.Sum(row => row.Cost!.Value));
        await ShouldHoldNothingAsync(scene);
    }

    /// <summary>One whose budget is used up keeps the others from nothing: none goes with the others, each by itself.</summary>
    [Fact]
    public async Task One_without_money_is_refused_and_the_others_are_answered()
    {
        await using var scene = await StartAsync("users: { each: [user], usd: 0.01, hard: true }, poor: { for: { user: bob }, usd: 0.000000001, hard: true }");

        var answers = await scene.SendAsync(
            scene.EmbedAsync("one", headers: ("x-weir-user", "ann")), scene.EmbedAsync("two", headers: ("x-weir-user", "bob")), scene.EmbedAsync("three", headers: ("x-weir-user", "cid")));

        answers.Select(answer => answer.Status).ShouldBe([200, 402, 200]);
        answers[1].Error("message").ShouldNotBeNull().ShouldContain("'poor'");
        scene.Sizes.ShouldBe([1, 1]);
        Counter(scene, "users", "bob").Spent.ShouldBe(default);
        Counter(scene, "users", "ann").Spent.Money.ShouldBe(scene.ShouldAgree(answers[0]).Cost!.Value);
        await ShouldHoldNothingAsync(scene);
    }

    /// <summary>Members that would each fit, but not beside each other, since all of them reserve in one counter.</summary>
    [Fact]
    public async Task Members_of_one_user_do_not_reserve_more_together_than_there_is()
    {
        // An input of one text has at most its request's bytes in tokens, and what is put in front of it: 1,024.
        await using var scene = await StartAsync("users: { each: [user], usd: 0.0015, hard: true }");

        var answers = await scene.SendAsync(scene.EmbedAsync("one", headers: ("x-weir-user", "ann")), scene.EmbedAsync("two", headers: ("x-weir-user", "ann")));

        answers.ShouldAllBe(answer => answer.Status == 200);
        scene.Sizes.ShouldBe([1, 1]);
        Counter(scene, "users", "ann").Spent.Money.ShouldBe(answers.Sum(answer => scene.ShouldAgree(answer).Cost!.Value));
        await ShouldHoldNothingAsync(scene);
    }

    [Fact]
    public async Task A_batch_that_fails_gives_all_of_it_back()
    {
        await using var scene = await StartAsync("users: { each: [user], usd: 0.01, hard: true }");
        scene.First = async (http, _) =>
        {
            await ScriptedUpstream.JsonAsync(http, 500, """{"error":{"message":"no","type":"server_error"}}""");
            return true;
        };

        var answers = await scene.SendAsync(scene.EmbedAsync("one", headers: ("x-weir-user", "ann")), scene.EmbedAsync("two", headers: ("x-weir-user", "bob")));

        answers.ShouldAllBe(answer => answer.Status == 500);
        Counter(scene, "users", "ann").ShouldBe(new BudgetFigures(default, default, 0.01m, Counter(scene, "users", "ann").ResetsAt));
        await ShouldHoldNothingAsync(scene);
    }

    private static Task<BatchScene> StartAsync(string budgets) => BatchScene.StartAsync($"{BatchScene.Configuration}\nbudgets: {{ {budgets} }}");

    private static BudgetFigures Counter(BatchScene scene, string budget, string subject)
    {
        var state = scene.Scene.Part<BudgetBook>().States.All.Single(state => state.Model.Name == budget);
        return scene.Scene.Part<BudgetListing>().Of(state, subject).Most is [var counter] ? counter.Figures : default;
    }

    private static async Task ShouldHoldNothingAsync(BatchScene scene)
    {
        await scene.ShouldBeEmptyAsync();
        var book = scene.Scene.Part<BudgetBook>();
        book.States.All.SelectMany(state => state.Accounts).Select(book.Look).ShouldAllBe(figures => figures.Reserved == default);
        book.States.All.SelectMany(state => state.Accounts).ShouldAllBe(account => !account.IsInUse);
    }
}
