using Weir.Gateway.Budgets;
using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Attempts;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Hedging;

/// <summary>What is asked twice is reserved twice, and counted as the ledger says it.</summary>
public sealed class HedgeSpendingTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Both_attempts_count_and_the_second_one_in_the_budget_for_hedges_too()
    {
        await using var scene = await StartAsync("hedges: { for: { origin: hedge }, usd: 1, hard: true }");
        scene.Play(first: (http, _) => HangAsync(http));

        var call = scene.ChatAsync(Scene.Hello);
        await scene.UntilHedgedAsync(_clock);
        var row = scene.Ledger((await call).RequestId).ShouldHaveEnded(Outcome.Completed, 200);

        await scene.ShouldHoldNothingAsync();
        row.Attempts.Select(attempt => (attempt.Origin, attempt.Outcome)).ShouldBe([(Origin.Interactive, Outcome.Cancelled), (Origin.Hedge, Outcome.Completed)]);
        row.Attempts.ShouldAllBe(attempt => attempt.Cost > 0);
        Stands(scene, "hedges").ShouldBe((row.Attempts[1].Cost!.Value, 0));
        Stands(scene, "all").ShouldBe((scene.LedgerRows().SelectMany(known => known.Attempts).Sum(attempt => attempt.Cost ?? 0), 0));
    }

    /// <summary>The first attempt goes on, and answers once the second one was refused.</summary>
    [Fact]
    public async Task No_second_attempt_is_made_that_a_budget_has_no_room_for()
    {
        await using var scene = await StartAsync("hedges: { for: { origin: hedge }, usd: 0.000001, hard: true }");
        scene.Play(first: async (http, request) =>
        {
            _clock.Advance(10 * HedgeScene.Late);
            await UntilRefusedAsync(scene);
            await TwoProviders.AnswerAsync(http, request);
        });

        var answer = await scene.ChatAsync(Scene.Hello);

        (answer.Status, answer.Headers["x-weir-deployment"]).ShouldBe((200, "first"));
        scene.Asked().Second.ShouldBe(0);
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200).Attempts.Count.ShouldBe(1);
        await scene.ShouldHoldNothingAsync();
        Stands(scene, "all").ShouldBe((scene.LedgerRows().Sum(row => row.Cost ?? 0), 0));
    }

    private async Task<Scene> StartAsync(string budget)
    {
        var scene = await Scene.StartAsync(TwoProviders.With("hedge: 5, retries: 0", more: $"budgets: {{ all: {{ usd: 10, hard: true }}, {budget} }}"), _clock);
        await scene.LearnAsync(_clock, Scene.Hello, HedgeScene.Usual);
        return scene;
    }

    private static async Task UntilRefusedAsync(Scene scene)
    {
        for (var tries = 0; tries < 3_000; tries++)
            if ((await scene.GetAsync("/metrics")).Body.Contains("weir_budget_attempts_refused_total{budget=\"hedges\",reason=\"exceeded\"} 1", StringComparison.Ordinal)) return;
        throw new TimeoutException("no second attempt was refused");
    }

    /// <summary>What a budget's counter says was spent, and is reserved.</summary>
    private static (decimal Spent, decimal Reserved) Stands(Scene scene, string budget)
    {
        var book = scene.Part<BudgetBook>();
        var figures = book.Look(book.States.All.Single(state => state.Model.Name == budget).Accounts.Single());
        return (figures.Spent.Money, figures.Reserved.Money);
    }
}
