using Weir.Gateway.Audit;
using Weir.Gateway.Budgets;
using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>What happens on the way to a limit, and beyond it where somebody has allowed that.</summary>
public sealed class BudgetStepTests
{
    [Fact]
    public async Task Each_step_is_told_once_also_over_a_restart()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.005, steps: [{ percent: 20, do: notify }, { percent: 60, do: notify }, { percent: 1000, do: notify }] }");
        for (var i = 0; i < 8; i++) await scene.Scene.ChatAsync(BudgetScene.Hello);
        await Scene.UntilAsync(() => Steps(scene).Count == 2, "two steps are remembered");

        await scene.Scene.RestartAsync();
        for (var i = 0; i < 3; i++) await scene.Scene.ChatAsync(BudgetScene.Hello);

        Steps(scene).ShouldBe(["0.2 notify", "0.6 notify"]);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task A_soft_budget_that_blocks_does_so_once_it_is_spent()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.002, steps: [{ percent: 100, do: block }] }");
        var calls = 0;
        Answer last;
        do last = await scene.Scene.ChatAsync(BudgetScene.Hello);
        while (last.Status == 200 && ++calls < 10);

        (last.Status, last.Error("code")).ShouldBe((402, "budget_exceeded"));
        scene.Scene.Upstream.Seen.Count.ShouldBe(calls);
        scene.LedgerSum().Money.ShouldBeInRange(0.002m, 0.0031m);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task A_cheaper_answer_is_given_from_its_step_on()
    {
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.01, steps: [{ percent: 5, do: degrade, max_tokens: 20 }] }");
        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Headers.ContainsKey("x-weir-degraded").ShouldBeFalse();

        var degraded = await scene.Scene.ChatAsync(BudgetScene.Hello);

        degraded.Status.ShouldBe(200);
        degraded.Headers["x-weir-degraded"].ShouldContain("all");
        scene.Scene.Upstream.Seen[^1].Body.ShouldContain("\"max_tokens\":20");
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task A_raise_lets_more_be_spent_until_it_ends_and_stands_in_the_audit_log()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.000001, hard: true, per: lifetime, lower_max_tokens: false }", clock);
        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(402);
        var now = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        new RaiseStore(scene.Scene.Part<Database>()).Add(new BudgetRaise { Budget = "all", Amount = 1, Until = now + 60_000_000, Reason = "launch", By = "ann", At = now });
        clock.Advance(TimeSpan.FromSeconds(1));
        await Scene.UntilAsync(() => scene.FiguresOf("all").Limit == 1.000001m, "the raise is known");

        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(200);
        clock.Advance(TimeSpan.FromMinutes(1));
        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(402);

        var entry = new AuditLog(scene.Scene.Part<Database>()).Newest(new AuditFilter("all", null, null), 10).ShouldHaveSingleItem();
        (entry.Actor, entry.Action, entry.Reason).ShouldBe(("ann", "budget.raise", "launch"));
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task Grace_begins_when_the_limit_is_in_the_way_and_ends_after_its_time()
    {
        var clock = new FakeTimeProvider();
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.002, hard: true, per: lifetime, lower_max_tokens: false, grace: { percent: 100, for: 1m } }", clock);
        var calls = 0;
        while ((await scene.Scene.ChatAsync(BudgetScene.Hello)).Status == 200) calls++;
        scene.LedgerSum().Money.ShouldBeInRange(0.002m, 0.004m);
        await Scene.UntilAsync(() => Steps(scene).Contains("grace"), "the grace is remembered");

        clock.Advance(TimeSpan.FromMinutes(1));
        scene.FiguresOf("all").Limit.ShouldBe(0.002m);
        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(402);
        await scene.Scene.RestartAsync();
        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(402);
    }

    /// <summary>A call that begins before midnight counts in the day in which it came, and the new day has its whole limit at once.</summary>
    [Fact]
    public async Task A_new_day_begins_with_nothing_spent_whatever_is_still_under_way()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 22, 59, 59, TimeSpan.Zero));
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.004, hard: true, per: day, time_zone: Europe/Berlin, lower_max_tokens: false }", clock);
        var (come, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        scene.First = async (_, _) =>
        {
            if (come.TrySetResult()) await go.Task;
            return false;
        };
        var late = scene.Scene.ChatAsync(BudgetScene.Hello.Replace("100", "250", StringComparison.Ordinal));
        await come.Task;
        clock.Advance(TimeSpan.FromSeconds(2));

        var early = await scene.Scene.ChatAsync(BudgetScene.Hello.Replace("100", "250", StringComparison.Ordinal));
        go.SetResult();
        (early.Status, (await late).Status).ShouldBe((200, 200), early.Body);

        var accounts = scene.Scene.Part<BudgetBook>().States.All.Single().Accounts.ToArray();
        accounts.Length.ShouldBe(2);
        accounts.ShouldAllBe(account => scene.Scene.Part<BudgetBook>().Look(account).Spent.Money > 0);
        await scene.ShouldAgreeAsync("all");
    }

    [Fact]
    public async Task A_rolling_budget_gets_back_what_was_spent_long_enough_ago()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var scene = await BudgetScene.StartAsync("  all: { usd: 0.0022, hard: true, rolling: 1h, lower_max_tokens: false }", clock);
        while ((await scene.Scene.ChatAsync(BudgetScene.Hello)).Status == 200)
        {
            // Until it is used up.
        }
        await scene.ShouldAgreeAsync("all");

        clock.Advance(TimeSpan.FromMinutes(59));
        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(402);
        // A part is a minute, the shortest.
        clock.Advance(TimeSpan.FromMinutes(2));
        (await scene.Scene.ChatAsync(BudgetScene.Hello)).Status.ShouldBe(200);
    }

    private static List<string> Steps(BudgetScene scene)
    {
        using var session = scene.Scene.Part<Database>().Connect();
        using var read = session.Prepare("SELECT step FROM budget_steps ORDER BY step");
        var steps = new List<string>();
        while (read.Read()) steps.Add(read.NextString());
        return steps;
    }
}
