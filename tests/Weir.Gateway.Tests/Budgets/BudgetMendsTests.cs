using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Alerts;
using Weir.Gateway.Budgets;
using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>Faults that were found by reading, each by what a user of it would have seen.</summary>
public sealed class BudgetMendsTests
{
    /// <summary>A rolling window never ends, so that "once in each window" has to mean once in its length.</summary>
    [Fact]
    public void Grace_of_a_rolling_budget_is_given_again_once_its_window_has_passed()
    {
        var scene = new BudgetBookScene("all: { usd: 1, hard: true, rolling: 24h, grace: { percent: 10, for: 1h } }");
        var now = scene.Book.Now;
        var account = scene.Book.States.All.Single().AccountOf("", now);
        long In(double hours) => now + (long)(hours * 3_600_000_000);

        account.TryBeginGrace(now).ShouldBeTrue();
        account.TryBeginGrace(In(23)).ShouldBeFalse();
        account.MostAt(In(0.9)).ShouldBe(1.1m);
        account.MostAt(In(23)).ShouldBe(1);
        account.TryBeginGrace(In(24.5)).ShouldBeTrue();

        account.MostAt(In(25)).ShouldBe(1.1m);
    }

    [Fact]
    public async Task A_budget_that_could_not_be_counted_is_counted_later()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await BudgetScene.StartAsync("  other: { for: { feature: none }, usd: 1 }", clock);
        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(200);
        var (database, isBroken) = (scene.Scene.Part<Database>(), true);
        var tries = 0;
        database.Connected = _ =>
        {
            if (!Volatile.Read(ref isBroken)) return;
            Interlocked.Increment(ref tries);
            throw new StorageException(StorageProblem.Busy, "the database is locked", "Wait.");
        };
        (await scene.Scene.ReloadAsync(BudgetScene.With("  other: { for: { feature: none }, usd: 1 }\n  all: { usd: 1, hard: true }"))).ShouldBeTrue();
        await Scene.UntilAsync(() => Volatile.Read(ref tries) > 0, "it was tried");
        Volatile.Write(ref isBroken, false);

        await Scene.UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                return scene.Scene.Part<BudgetBook>().States.All.Single(state => state.Model.Name == "all").Counted.IsCompleted;
            },
            "it is counted");

        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(200);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task A_reload_does_not_need_the_disk()
    {
        await using var scene = await BudgetScene.StartAsync("  other: { for: { feature: none }, usd: 1 }");
        using (scene.Scene.HoldLedger())
            (await scene.Scene.ReloadAsync(BudgetScene.With("  all: { usd: 1, hard: true }"))).ShouldBeTrue();

        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(200);
        await scene.ShouldAgreeAsync("all");
    }

    /// <summary>What was spent before is counted while the first call waits; its step holds for that call too.</summary>
    [Fact]
    public async Task The_first_call_of_a_new_budget_lands_on_the_step_that_was_reached_before()
    {
        const string Other = "  other: { for: { feature: none }, usd: 1 }";
        await using var scene = await BudgetScene.StartAsync(Other);
        for (var i = 0; i < 3; i++) await scene.Scene.ChatAsync(BudgetScene.Hello);
        // Counting is kept from beginning until the call has come.
        using var hasCome = new ManualResetEventSlim();
        scene.Scene.Part<Database>().Connected = _ => hasCome.Wait();
        (await scene.Scene.ReloadAsync(BudgetScene.With(Other + "\n  all: { usd: 0.02, hard: true, steps: [{ percent: 10, do: degrade, max_tokens: 20 }] }"))).ShouldBeTrue();
        var coming = scene.Scene.ChatAsync(BudgetScene.Hello);
        await Scene.UntilAsync(() => scene.Scene.InFlight == 1, "the call has come");
        scene.Scene.Part<Database>().Connected = null;
        hasCome.Set();

        var answer = await coming;

        answer.Status.ShouldBe(200);
        answer.Headers.ContainsKey("x-weir-degraded").ShouldBeTrue();
    }

    /// <summary>A grace that a reload takes away while its alert is on its way.</summary>
    [Fact]
    public async Task A_grace_that_is_gone_when_it_is_told_keeps_nobody_from_being_told_of_others()
    {
        using var data = new TemporaryData();
        using var database = Database.Open(data.Path, TimeProvider.System);
        var scene = new BudgetBookScene("all: { usd: 0.0000001, hard: true, lower_max_tokens: false, grace: { percent: 10, for: 1m } }");
        var told = new Alerts();
        var news = new BudgetNews(scene.Book, new StepStore(database), told, NullLogger<BudgetNews>.Instance);
        scene.Book.Reached = news.Add;
        using (var call = scene.Call())
        {
            var budgets = call.Budgets = scene.Book.Open(call)!;
            scene.Reserve(budgets).Answer.ShouldBe(BudgetAnswer.Exceeded);
            scene.Book.States.All.Single().Model = BudgetBookScene.ModelOf("all: { usd: 0.0000001, hard: true }").Budgets.All[0];
        }

        await news.StartAsync(CancellationToken.None);
        await news.StopAsync(CancellationToken.None);

        told.All.ShouldHaveSingleItem().Title.ShouldContain("grace");
    }

    [Theory]
    [InlineData("79000000000000000000000000000", "launch", "out of range")]
    [InlineData("1", "", "no reason")]
    [InlineData("1", "x*501", "501 characters")]
    public void A_raise_that_makes_no_sense_is_refused_with_what_is_wrong(string by, string reason, string problem)
    {
        var budgets = BudgetBookScene.ModelOf("all: { usd: 1 }").Budgets.All;
        var words = reason.Split('*');
        var raise = new BudgetRaise
        {
            Budget = "all", Amount = decimal.Parse(by, System.Globalization.CultureInfo.InvariantCulture), Until = 2_000_000, At = 1_000_000, By = "ann",
            Reason = words.Length == 1 ? reason : new string('x', int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture)),
        };

        RaiseRules.Check(raise, budgets).ShouldNotBeNull().Problem.ShouldContain(problem);
    }

    /// <summary>A call that is late at its end, because its client reads slowly say, but holds nothing.</summary>
    [Fact]
    public void Only_calls_that_still_hold_something_are_swept()
    {
        var scene = new BudgetBookScene("all: { usd: 1, hard: true }");
        using var settled = scene.Call(deadline: TimeSpan.FromSeconds(1));
        using var lost = scene.Call(deadline: TimeSpan.FromSeconds(1));
        foreach (var call in (Gateway.Calls.Call[])[settled, lost])
        {
            call.Budgets = scene.Book.Open(call)!;
            scene.Reserve(call.Budgets).Answer.ShouldBe(BudgetAnswer.Granted);
        }
        settled.Budgets!.LastHold!.Release();
        scene.Clock.Advance(TimeSpan.FromMinutes(2));

        scene.Book.Sweep().ShouldBe(1);

        scene.Figures("all").Reserved.ShouldBe(default);
    }

    private sealed class Alerts : IAlerts
    {
        public List<Alert> All { get; } = [];

        public void Raise(Alert alert) => All.Add(alert);
    }
}
