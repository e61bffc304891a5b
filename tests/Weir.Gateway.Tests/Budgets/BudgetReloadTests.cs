using Weir.Gateway.Budgets;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>Budgets that come, go and change while calls are under way, and gateways that are started anew.</summary>
public sealed class BudgetReloadTests
{
    private const string Loose = "  all: { usd: 1, hard: true }";

    [Fact]
    public async Task What_was_spent_before_a_restart_is_spent_after_it()
    {
        await using var scene = await BudgetScene.StartAsync(Loose);
        for (var i = 0; i < 5; i++) await scene.Scene.ChatAsync(BudgetScene.Hello);
        var spent = scene.FiguresOf("all").Spent;
        spent.Money.ShouldBeGreaterThan(0);

        await scene.Scene.RestartAsync();

        scene.FiguresOf("all").Spent.ShouldBe(spent);
        await scene.Scene.ChatAsync(BudgetScene.Hello);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task A_budget_that_is_new_knows_what_was_spent_before_it()
    {
        await using var scene = await BudgetScene.StartAsync("  other: { for: { feature: none }, usd: 1 }");
        for (var i = 0; i < 5; i++) await scene.Scene.ChatAsync(BudgetScene.Hello, ("x-weir-user", $"u{i % 2}"));

        (await scene.Scene.ReloadAsync(BudgetScene.With(Loose + "\n  users: { each: [user], usd: 1, hard: true }"))).ShouldBeTrue();
        // The first call waits until everything is counted.
        (await scene.Scene.ChatAsync(BudgetScene.Hello, ("x-weir-user", "u0"))).Status.ShouldBe(200);

        await scene.ShouldAgreeAsync("all");
        await scene.ShouldAgreeAsync("users");
        scene.Scene.Part<BudgetBook>().States.All.Single(budget => budget.Model.Name == "users").Accounts.Select(account => account.Subject).ShouldBe(["u0", "u1"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_call_that_was_under_way_counts_in_a_budget_that_came_meanwhile()
    {
        await using var scene = await BudgetScene.StartAsync("  other: { for: { feature: none }, usd: 1 }");
        var (come, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        scene.First = async (_, _) =>
        {
            come.TrySetResult();
            await go.Task;
            return false;
        };
        var call = scene.Scene.ChatAsync(BudgetScene.Hello);
        await come.Task;

        (await scene.Scene.ReloadAsync(BudgetScene.With(Loose))).ShouldBeTrue();
        go.SetResult();
        (await call).Status.ShouldBe(200);

        scene.LedgerSum().Money.ShouldBeGreaterThan(0);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task A_limit_that_is_raised_lets_calls_through_and_one_that_is_lowered_refuses_them_at_once()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.000001, hard: true, lower_max_tokens: false }");
        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(402);

        await scene.Scene.ReloadAsync(BudgetScene.With(Loose));
        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(200);
        await scene.Scene.ReloadAsync(BudgetScene.With("  all: { usd: 0.000001, hard: true, lower_max_tokens: false }"));

        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(402);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task A_budget_that_was_away_for_a_while_knows_what_was_spent_meanwhile()
    {
        await using var scene = await BudgetScene.StartAsync(Loose);
        await scene.Scene.ChatAsync(BudgetScene.Hello);
        await scene.Scene.ReloadAsync(BudgetScene.With("  other: { for: { feature: none }, usd: 1 }"));
        await scene.Scene.ChatAsync(BudgetScene.Hello);
        await scene.Scene.ReloadAsync(BudgetScene.With(Loose));
        await scene.Scene.ChatAsync(BudgetScene.Hello);

        scene.Scene.LedgerRows().Count.ShouldBe(3);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task A_budget_that_was_away_over_a_restart_counts_nothing_twice()
    {
        await using var scene = await BudgetScene.StartAsync(Loose);
        await scene.Scene.ChatAsync(BudgetScene.Hello);
        await scene.Scene.ReloadAsync(BudgetScene.With("  other: { for: { feature: none }, usd: 1 }"));
        await scene.Scene.RestartAsync();
        await scene.Scene.ChatAsync(BudgetScene.Hello);
        await scene.Scene.ReloadAsync(BudgetScene.With(Loose));
        await scene.Scene.ChatAsync(BudgetScene.Hello);

        scene.Scene.LedgerRows().Count.ShouldBe(3);
        await scene.ShouldAgreeAsync("all");
    }

    /// <summary>One who waits for the rest of a budget is served as soon as it is given back.</summary>
    [Fact]
    public async Task A_call_waits_for_what_others_have_reserved_and_not_for_what_they_have_spent()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.0035, hard: true, lower_max_tokens: false }");
        var (come, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        scene.First = async (http, _) =>
        {
            if (!come.TrySetResult()) return false;
            await go.Task;
            await ScriptedUpstream.JsonAsync(http, 500, """{"error":{"message":"no","type":"server_error"}}""");
            return true;
        };
        var first = scene.Scene.ChatAsync(BudgetScene.Hello);
        await come.Task;
        // Two thousandths do not fit beside the one that is reserved.
        var second = scene.Scene.ChatAsync(BudgetScene.Hello.Replace("100", "250", StringComparison.Ordinal));
        await Scene.UntilAsync(() => scene.Scene.Part<BudgetBook>().States.All.Single().Accounts.Single().Waiting == 1, "the second call waits");
        go.SetResult();

        (await first).Status.ShouldBe(500);
        (await second).Status.ShouldBe(200);
        await scene.ShouldAgreeAsync("all");
    }
}
