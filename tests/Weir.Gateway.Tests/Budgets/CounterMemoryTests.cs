using Weir.Gateway.Budgets;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>A counter leaves memory once nobody needs it and everything that was spent in it is on disk, and comes back as it was.</summary>
public class CounterMemoryTests(ITestOutputHelper output, Engine engine = Engine.Sqlite)
{
    private const string Sessions = "life: { each: [session], usd: 0.0035, per: lifetime, hard: true, lower_max_tokens: false }";

    [StoreFact]
    public async Task One_that_has_left_comes_back_with_what_was_spent()
    {
        await using var rig = CounterRig.Start(engine, Sessions, capacity: 1);
        (await rig.SpendAsync(0.001m, session: "a")).ShouldBe(BudgetAnswer.Granted);
        (await rig.SpendAsync(0.0001m, session: "b")).ShouldBe(BudgetAnswer.Granted);
        rig.IsInMemory("life", "a").ShouldBeFalse();

        (await rig.SpendAsync(0.001m, session: "a")).ShouldBe(BudgetAnswer.Granted);
        (await rig.SpendAsync(0.0001m, session: "b")).ShouldBe(BudgetAnswer.Granted);

        (await rig.SpendAsync(0.001m, session: "a")).ShouldBe(BudgetAnswer.Exceeded);
        rig.Figures("life", "a").Spent.Money.ShouldBe(0.002m);
    }

    [StoreFact]
    public async Task Two_who_need_it_back_at_once_share_it()
    {
        await using var rig = CounterRig.Start(engine, Sessions, capacity: 1);
        await rig.SpendAsync(0.001m, session: "a");
        await rig.SpendAsync(0.001m, session: "b");

        var calls = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => rig.OpenAsync(session: "a"))));

        calls.Select(call => call.Call.Budgets!.Own.Accounts[0]).Distinct().Count().ShouldBe(1);
        var answers = calls.Select(call => rig.Reserve(call.Call).Answer).ToArray();
        answers.Count(answer => answer == BudgetAnswer.Granted).ShouldBe(1);
        foreach (var (call, _) in calls) call.Dispose();
        rig.Figures("life", "a").ShouldBe(new BudgetFigures(new Amount(0.001m, 30), default, 0.0035m, null));
    }

    /// <summary>The database is locked, so that what was spent is in memory alone.</summary>
    [StoreFact]
    public async Task It_stays_while_what_was_spent_is_being_written()
    {
        await using var rig = CounterRig.Start(engine, Sessions, capacity: 1);
        Task ending;
        using (new LedgerHold(rig.Database))
        {
            var (call, _) = await rig.OpenAsync(session: "a");
            CounterRig.Settle(call, rig.Reserve(call).Hold!, 0.001m);
            // As with buffered durability: the call ends before it is on disk.
            BudgetHold.Await(call.Record);
            ending = rig.Ledger.AppendAsync(call.Record).AsTask();
            call.Dispose();
            (await rig.OpenAsync(session: "b")).Call.Dispose();
            (await rig.OpenAsync(session: "c")).Call.Dispose();

            rig.IsInMemory("life", "a").ShouldBeTrue();
        }
        await ending;
        await rig.SpendAsync(0.0001m, session: "b");

        rig.IsInMemory("life", "a").ShouldBeFalse();
        rig.Figures("life", "a").Spent.Money.ShouldBe(0.001m);
    }

    /// <summary>A row that was read while something was added to it is not believed, since nobody knows whether that is part of it.</summary>
    [StoreFact]
    public async Task What_was_read_while_something_was_written_is_read_again()
    {
        await using var rig = CounterRig.Start(engine, Sessions, capacity: 1);
        await rig.SpendAsync(0.001m, session: "a");
        await rig.SpendAsync(0.001m, session: "b");
        var wanted = new Queue<BudgetAccount>();
        rig.Book.Upkeep.Reader = wanted.Enqueue;
        var opening = rig.OpenAsync(session: "a");
        var account = wanted.Dequeue();
        using var reading = new CounterStore(rig.Database).Open();
        var changes = rig.Book.Upkeep.BeginRead(account).ShouldNotBeNull();
        var before = reading.Read(account, rig.Book.Now);
        var late = new BudgetSet([account]);

        // A response in the background is settled meanwhile: written first, then counted.
        rig.Book.BeginWrite(late);
        rig.Book.Upkeep.TakeIn(account, changes, before);
        account.IsKnown.ShouldBeFalse();
        wanted.ShouldBeEmpty();
        using (var session = rig.Database.Connect())
        using (var add = SpentRow.PrepareAdd(session)) SpentRow.Add(add, account.RowFor(rig.Book.Now), new Amount(0.0005m, 1));
        rig.Book.Settle(null, late, new Amount(0.0005m, 1), rig.Book.Now);
        rig.Book.EndWrite(late);

        wanted.Dequeue().ShouldBe(account);
        changes = rig.Book.Upkeep.BeginRead(account).ShouldNotBeNull();
        rig.Book.Upkeep.TakeIn(account, changes, reading.Read(account, rig.Book.Now));
        var (call, error) = await opening;
        error.ShouldBeNull();
        rig.Book.Look(account).Spent.Money.ShouldBe(0.0015m);
        call.Dispose();
    }

    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disk_that_cannot_be_read_stops_a_hard_budget_and_no_other_and_not_for_good(bool isHard)
    {
        await using var rig = CounterRig.Start(engine, Sessions.Replace("hard: true, lower_max_tokens: false", $"hard: {(isHard ? "true" : "false")}", StringComparison.Ordinal), capacity: 1);
        await rig.SpendAsync(0.001m, session: "a");
        await rig.SpendAsync(0.001m, session: "b");
        rig.Database.Connected = _ => throw new StorageException(StorageProblem.Busy, "the database is locked", "Wait.");

        var (call, error) = await rig.OpenAsync(session: "a");

        (error?.Code).ShouldBe(isHard ? "budget_busy" : null);
        if (!isHard) CounterRig.Settle(call, rig.Reserve(call).Hold!, 0.0001m);
        await rig.EndAsync(call);
        rig.Database.Connected = null;
        (await rig.SpendAsync(0.0001m, session: "a")).ShouldBe(BudgetAnswer.Granted);
        rig.Figures("life", "a").Spent.Money.ShouldBe(isHard ? 0.0011m : 0.0012m);
    }

    /// <summary>A retry of a call that came before midnight, after it: the day's counter is not needed by anybody else any more.</summary>
    [StoreFact]
    public async Task The_window_of_a_call_under_way_is_kept_for_it()
    {
        await using var rig = CounterRig.Start(engine, "day: { each: [session], usd: 0.0025, per: day, hard: true, lower_max_tokens: false }", 1, new DateTimeOffset(2026, 3, 1, 23, 59, 0, TimeSpan.Zero));
        await rig.SpendAsync(0.002m, session: "a");
        var (call, _) = await rig.OpenAsync(session: "a");
        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        rig.Book.Upkeep.Prune(rig.State("day"));

        rig.Reserve(call).Answer.ShouldBe(BudgetAnswer.Exceeded);

        call.Dispose();
        (await rig.SpendAsync(0.001m, session: "a")).ShouldBe(BudgetAnswer.Granted);
    }

    /// <summary>A grace that has begun is remembered with the counter; it is not given anew to one that comes back.</summary>
    [StoreFact]
    public async Task The_steps_that_it_has_reached_come_back_too()
    {
        await using var rig = CounterRig.Start(engine, "life: { each: [session], usd: 0.001, per: lifetime, hard: true, lower_max_tokens: false, grace: { percent: 100, for: 1h } }", capacity: 1);
        rig.Book.Reached = reached =>
        {
            new StepStore(rig.Database).Add([reached]);
            rig.Book.Told(reached);
        };
        (await rig.SpendAsync(0.001m, session: "a")).ShouldBe(BudgetAnswer.Granted);
        (await rig.SpendAsync(0.0001m, session: "b")).ShouldBe(BudgetAnswer.Granted);
        rig.Clock.Advance(TimeSpan.FromMinutes(61));

        (await rig.SpendAsync(0.0001m, session: "a")).ShouldBe(BudgetAnswer.Exceeded);

        rig.Figures("life", "a").Limit.ShouldBe(0.001m);
    }

    [StoreFact]
    public async Task Those_that_have_left_are_shown_and_the_one_that_has_spent_the_most_is_known_to_the_metrics()
    {
        await using var rig = CounterRig.Start(engine, Sessions, capacity: 2);
        for (var i = 1; i <= 9; i++) await rig.SpendAsync(i * 0.0001m, session: $"s{i}");
        for (var i = 1; i <= 3; i++) await rig.SpendAsync(0.0001m, session: $"s{i}");

        var (count, most) = rig.Listing.Of(rig.State("life"));

        (count, most[0].Subject, most[0].Figures.Spent.Money).ShouldBe((9, "s9", 0.0009m));
        most.Sum(counter => counter.Figures.Spent.Money).ShouldBe(0.0048m);
        rig.Book.Upkeep.MostLeft(rig.State("life")).ShouldNotBeNull().Spent.Money.ShouldBe(0.0009m);
        rig.Listing.Of(rig.State("life"), "s4").Most.ShouldHaveSingleItem().Figures.Spent.Money.ShouldBe(0.0004m);
        rig.Listing.Of(rig.State("life"), "nobody").Count.ShouldBe(0);
    }

    /// <summary>As many conversations as a busy product has in a day, each with a limit for good.</summary>
    [StoreFact]
    [Trait("Category", "Slow")]
    public async Task Two_hundred_thousand_sessions_take_the_memory_of_a_thousand()
    {
        const int SessionCount = 200_000, Capacity = 1_000, Together = 500;
        await using var rig = CounterRig.Start(engine, Sessions, Capacity);
        using var session = rig.Database.Connect();
        using var sums = new SpentSums(session);
        var (began, most) = (GC.GetTotalMemory(forceFullCollection: true), 0);
        var random = new Random(TestSeed.Value);
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        for (var first = 0; first < SessionCount; first += Together)
        {
            var records = new List<CallRecord>(Together);
            for (var i = first; i < first + Together; i++)
            {
                var (call, error) = await rig.OpenAsync(session: $"session-{i}");
                error.ShouldBeNull();
                CounterRig.Settle(call, rig.Reserve(call).Hold!, CostOf(i));
                BudgetHold.Await(call.Record);
                records.Add(call.Record);
                call.Dispose();
            }
            most = Math.Max(most, rig.Book.Upkeep.Count);
            session.Transact(_ =>
            {
                records.ForEach(sums.Add);
                sums.Write();
                return true;
            });
            records.ForEach(BudgetHold.Written);
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - began;
        output.WriteLine($"{most} counters at most, {rig.Book.Upkeep.Count} at the end, {grown / 1024.0 / 1024:0.0} MiB more than before");
        most.ShouldBeLessThanOrEqualTo(Capacity + Together);
        rig.Book.Upkeep.Count.ShouldBeLessThanOrEqualTo(Capacity);
        rig.State("life").Accounts.Count().ShouldBe(rig.Book.Upkeep.Count);
        grown.ShouldBeLessThan(16 * 1024 * 1024);
        var backSince = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 200; i++)
        {
            var one = random.Next(SessionCount);
            var (call, error) = await rig.OpenAsync(session: $"session-{one}");
            error.ShouldBeNull();
            rig.Book.Look(call.Budgets!.Own.Accounts[0]).Spent.Money.ShouldBe(CostOf(one));
            call.Dispose();
        }
        output.WriteLine($"{TimeProvider.System.GetElapsedTime(backSince).TotalMicroseconds / 200:0} us to have one back");
        await rig.RestartAsync();
        rig.Book.Upkeep.Count.ShouldBeLessThanOrEqualTo(Capacity);
        rig.Figures("life", "session-0").Spent.Money.ShouldBe(CostOf(0));
    }

    private static decimal CostOf(int session) => 0.000001m * ((session % 997) + 1);
}
