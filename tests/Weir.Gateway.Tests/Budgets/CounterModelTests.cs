using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>Counters that leave memory and come back, against a reference that keeps them all. WEIR_TEST_SEED repeats a schedule.</summary>
[Trait("Category", "Slow")]
public class CounterModelTests(ITestOutputHelper output, Engine engine = Engine.Sqlite)
{
    private const string Budgets = """
        life: { each: [session], usd: 0.01, per: lifetime, hard: true, lower_max_tokens: false },
        day: { each: [user], usd: 0.02, per: day, hard: true, lower_max_tokens: false },
        roll: { each: [session], usd: 0.006, rolling: 2h, hard: true, lower_max_tokens: false },
        all: { usd: 100, per: lifetime, hard: true, lower_max_tokens: false }
        """;

    /// <summary>Everything that is decided is decided as the reference decides it: so nothing was lost, and nothing was counted twice.</summary>
    [StoreTheory]
    [InlineData(0, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 8)]
    public async Task Every_decision_is_the_one_of_a_book_that_forgets_nothing(int schedule, int capacity)
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value + schedule);
        await using var rig = CounterRig.Start(engine, Budgets, capacity, new DateTimeOffset(2026, 3, 1, 20, 0, 0, TimeSpan.Zero));
        var reference = new CounterReference(rig.Model.Budgets.All);
        var open = new List<(Call Call, BudgetHold? Hold, decimal Reserved)>();
        var writing = new List<Task>();
        var (decisions, refused, late) = (0, 0, 0);
        for (var step = 0; step < 2_000; step++)
        {
            var told = $"WEIR_TEST_SEED={TestSeed.Value}, schedule {schedule}, step {step}";
            var action = random.Next(100);
            if (action < 45 && open.Count < 6)
            {
                var (call, error) = await rig.OpenAsync($"u{random.Next(12)}", $"s{random.Next(16)}", random.Next(20, 150));
                error.ShouldBeNull(told);
                Try(call);
            }
            else if (action < 55 && open.Count > 0)
            {
                // Another attempt of a call, perhaps of a window that is over.
                var at = random.Next(open.Count);
                if (open[at].Hold is not null) continue;
                var call = open[at].Call;
                open.RemoveAt(at);
                Try(call);
                late++;
            }
            else if (action < 75 && open.Count > 0)
            {
                var at = random.Next(open.Count);
                var (call, hold, reserved) = open[at];
                open[at] = (call, null, 0);
                if (hold is null) continue;
                var cost = random.Next(4) == 0 ? 0 : Math.Round(reserved * random.Next(1, 101) / 100, 7);
                CounterRig.Settle(call, hold, cost);
                reference.Settle(call, reserved, cost);
            }
            else if (action < 92 && open.Count > 0)
            {
                var at = random.Next(open.Count);
                var (call, hold, reserved) = open[at];
                open.RemoveAt(at);
                // What is still reserved is given back with the call.
                if (hold is not null) reference.Settle(call, reserved, 0);
                if (random.Next(2) == 0) await rig.EndAsync(call);
                else writing.Add(rig.EndEarly(call));
            }
            else if (action == 92)
            {
                var (stranger, cost) = (rig.Stranger($"u{random.Next(12)}", $"s{random.Next(16)}"), random.Next(1, 1_000) / 1_000_000m);
                await rig.SpendLateAsync(stranger, cost);
                reference.Settle(stranger, 0, cost);
            }
            else if (action == 93)
            {
                reference.Limits["life"] = random.Next(4, 20) / 1_000m;
                rig.Limit("life", reference.Limits["life"]);
            }
            else if (action == 94)
            {
                var now = rig.Book.Now;
                var raise = new BudgetRaise { Budget = "life", Subject = $"s{random.Next(16)}", Amount = random.Next(1, 8) / 1_000m, At = now, Until = now + (random.Next(1, 300) * 60_000_000L), By = "ann", Reason = "launch" };
                rig.Raise(raise);
                reference.Raise(raise);
            }
            else if (action == 95) rig.Clock.Advance(TimeSpan.FromMinutes(random.Next(1, 40)));
            else if (action == 96 && random.Next(3) == 0) rig.Clock.Advance(TimeSpan.FromHours(random.Next(1, 9)));
            else if (action < 99) foreach (var state in rig.Book.States.All) rig.Book.Upkeep.Prune(state);
            else await RestartAsync();

            rig.Book.Upkeep.Count.ShouldBeLessThanOrEqualTo(capacity + (4 * (open.Count + writing.Count(task => !task.IsCompleted))) + 5, told);

            void Try(Call call)
            {
                var amount = rig.WorstOf(call);
                var expected = reference.Decide(call, amount, rig.Book.Now);
                var grant = rig.Reserve(call);
                grant.Answer.ShouldBe(expected, told);
                decisions++;
                if (grant.Answer != BudgetAnswer.Granted) refused++;
                else reference.Reserve(call, amount);
                open.Add((call, grant.Hold, amount));
            }
        }
        await RestartAsync();
        foreach (var (budget, subject, spent) in reference.Current(rig.Book.Now)) rig.Figures(budget, subject).Spent.Money.ShouldBe(spent, $"{budget} of {subject}");
        output.WriteLine($"{decisions} decisions, {refused} refusals, {late} further attempts");
        refused.ShouldBeGreaterThan(10);

        async Task RestartAsync()
        {
            foreach (var (call, hold, reserved) in open)
            {
                if (hold is not null) reference.Settle(call, reserved, 0);
                await rig.EndAsync(call);
            }
            open.Clear();
            await Task.WhenAll(writing);
            writing.Clear();
            await rig.RestartAsync();
            rig.Limit("life", reference.Limits["life"]);
        }
    }

    /// <summary>Many at once for few values, of which one counter fits into memory.</summary>
    [StoreFact]
    public async Task A_crowd_never_spends_more_than_the_limit_and_what_it_spends_is_all_there()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        const int Callers = 16, Each = 150, Values = 8;
        await using var rig = CounterRig.Start(engine, "life: { each: [session], usd: 0.05, per: lifetime, hard: true, lower_max_tokens: false }", capacity: 1);
        var spent = new long[Values];
        var refused = 0;

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random(TestSeed.Value + caller);
            for (var i = 0; i < Each; i++)
            {
                var value = random.Next(Values);
                var (call, error) = await rig.OpenAsync(session: $"s{value}");
                error.ShouldBeNull();
                var grant = rig.Reserve(call);
                if (grant.Hold is { } hold)
                {
                    var cost = Math.Round(grant.Amount.Money * random.Next(0, 101) / 100, 7);
                    CounterRig.Settle(call, hold, cost);
                    Interlocked.Add(ref spent[value], (long)(cost * 10_000_000));
                }
                else Interlocked.Increment(ref refused);
                await rig.EndAsync(call);
            }
        })));

        output.WriteLine($"{refused} of {Callers * Each} refused");
        refused.ShouldBeGreaterThan(0);
        for (var value = 0; value < Values; value++)
        {
            var all = Volatile.Read(ref spent[value]) / 10_000_000m;
            all.ShouldBeLessThanOrEqualTo(0.05m);
            var figures = rig.Figures("life", $"s{value}");
            (figures.Spent.Money, figures.Reserved.Money).ShouldBe((all, 0m));
        }
        rig.Book.Upkeep.Count.ShouldBe(1);
    }
}
