using Weir.Dialects.Usage;
using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>Reserving, settling, giving back and sweeping in any order, against sums that are kept beside it. WEIR_TEST_SEED repeats a schedule.</summary>
public sealed class ReservationModelTests(ITestOutputHelper output)
{
    private const string Budgets = """
        all: { usd: 0.02, per: lifetime, hard: true },
        users: { each: [user], usd: 0.007, per: lifetime, hard: true },
        tokens: { each: [user], million_tokens: 0.012, per: lifetime, hard: true },
        seen: { usd: 0.001, per: lifetime }
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Nothing_is_ever_below_nothing_or_beyond_the_limit_and_all_is_given_back(int schedule)
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value + schedule);
        var scene = new BudgetBookScene(Budgets);
        var spent = new Dictionary<string, Amount>();
        var open = new List<(Call Call, List<BudgetHold> Holds)>();
        var answers = new Dictionary<BudgetAnswer, int>();
        var (lowered, swept) = (0, 0);
        for (var step = 0; step < 4_000; step++)
        {
            var told = $"WEIR_TEST_SEED={TestSeed.Value}, schedule {schedule}, step {step}";
            switch (random.Next(12))
            {
                case < 2:
                    var begun = scene.Call($"u{random.Next(4)}", maxTokens: random.Next(16, 200), deadline: TimeSpan.FromMinutes(random.Next(1, 20)));
                    begun.Budgets = scene.Book.Open(begun);
                    open.Add((begun, []));
                    break;
                case < 5 when open.Count > 0:
                    var (call, holds) = open[random.Next(open.Count)];
                    var (before, own) = (Room(scene, call), BudgetBid.Of(call, scene.Model.Deployments["big"], mayLower: true));
                    var grant = scene.Reserve(call.Budgets!);
                    answers[grant.Answer] = answers.GetValueOrDefault(grant.Answer) + 1;
                    ShouldBeRight(grant, own, before, told);
                    if (grant.LoweredBy is not null) lowered++;
                    if (grant.Hold is { } hold) holds.Add(hold);
                    break;
                case < 8 when open.Count > 0:
                    var (settling, itsHolds) = open[random.Next(open.Count)];
                    if (itsHolds.Count == 0) break;
                    var one = itsHolds[random.Next(itsHolds.Count)];
                    var used = new Amount(Math.Round(one.Amount.Money * random.Next(40, 101) / 100, 8), one.Amount.Tokens * random.Next(40, 101) / 100);
                    // Whatever comes after the first time changes nothing.
                    if (one.IsOpen) spent[settling.Record.User!] = spent.GetValueOrDefault(settling.Record.User!) + used;
                    one.Settle(new AttemptRecord
                    {
                        Number = 1, Deployment = "big", Provider = "up", ModelSent = "m", StartedMicros = 0,
                        Cost = used.Money, Usage = new TokenUsage(used.Tokens, 0), UsageSource = UsageSource.Provider,
                    });
                    break;
                case 8 when open.Count > 0:
                    var (_, releasing) = open[random.Next(open.Count)];
                    if (releasing.Count > 0) releasing[random.Next(releasing.Count)].Release();
                    break;
                case 9 when open.Count > 0:
                    var ending = random.Next(open.Count);
                    open[ending].Call.Dispose();
                    open.RemoveAt(ending);
                    break;
                default:
                    if (random.Next(10) > 0) break;
                    scene.Clock.Advance(TimeSpan.FromMinutes(random.Next(1, 10)));
                    swept += scene.Book.Sweep();
                    break;
            }
            ShouldAdd(scene, spent, open.SelectMany(one => one.Holds.Where(hold => hold.IsOpen)), told);
            if (step % 2_000 != 1_999) continue;
            // What was spent is spent; the next phase has a limit of its own.
            Close(open);
            Figures(scene).ShouldAllBe(figures => figures.Reserved == default, told);
            (scene, spent) = (new BudgetBookScene(Budgets), []);
        }
        Close(open);
        output.WriteLine($"{string.Join(", ", answers.Select(answer => $"{answer.Key}: {answer.Value}"))}; {lowered} lowered, {swept} swept");
        answers.Keys.ShouldBe([BudgetAnswer.Granted, BudgetAnswer.Busy, BudgetAnswer.Exceeded], ignoreOrder: true);
        (lowered + swept).ShouldBeGreaterThan(0);
    }

    /// <summary>What is left of each hard budget of a call, with and without what is reserved.</summary>
    private static (BudgetUnit Unit, decimal Unspent, decimal Free)[] Room(BudgetBookScene scene, Call call)
    {
        var accounts = call.Budgets!.Own.Accounts.ToArray().Where(account => account.Budget.Model.IsHard);
        return [.. accounts.Select(account => (account.Budget.Model.Unit, Figures: scene.Book.Look(account)))
            .Select(one => (one.Unit, one.Figures.Limit - one.Figures.Spent.In(one.Unit), one.Figures.Limit - one.Figures.Spent.In(one.Unit) - one.Figures.Reserved.In(one.Unit)))];
    }

    private static void ShouldBeRight(BudgetGrant grant, BudgetBid bid, (BudgetUnit Unit, decimal Unspent, decimal Free)[] room, string told)
    {
        var most = LongestThatFits(bid, room.Select(one => (one.Unit, one.Unspent)));
        if (most < bid.Lowest) grant.Answer.ShouldBe(BudgetAnswer.Exceeded, told);
        else if (room.All(one => bid.For(most).In(one.Unit) <= one.Free))
        {
            grant.Answer.ShouldBe(BudgetAnswer.Granted, told);
            grant.Amount.ShouldBe(bid.For(most), told);
            if (most < bid.Wanted) grant.LoweredTo.ShouldBe(most, told);
        }
        else grant.Answer.ShouldBe(BudgetAnswer.Busy, told);
    }

    /// <summary>By trying them all.</summary>
    private static long LongestThatFits(BudgetBid bid, IEnumerable<(BudgetUnit Unit, decimal Unspent)> room)
    {
        var output = bid.Wanted;
        while (output >= bid.Lowest && room.Any(one => bid.For(output).In(one.Unit) > one.Unspent)) output--;
        return output;
    }

    private static void ShouldAdd(BudgetBookScene scene, Dictionary<string, Amount> spent, IEnumerable<BudgetHold> holds, string told)
    {
        var reserved = holds.Aggregate(default(Amount), (sum, hold) => sum + hold.Amount);
        var all = scene.Figures("all");
        (all.Spent, all.Reserved).ShouldBe((spent.Values.Aggregate(default(Amount), (sum, one) => sum + one), reserved), told);
        foreach (var account in scene.Book.States.All.SelectMany(state => state.Accounts))
        {
            var (unit, figures) = (account.Budget.Model.Unit, scene.Book.Look(account));
            (figures.Reserved.Money >= 0 && figures.Reserved.Tokens >= 0).ShouldBeTrue(told);
            if (account.Budget.Model.IsHard) (figures.Spent.In(unit) + figures.Reserved.In(unit)).ShouldBeLessThanOrEqualTo(figures.Limit, told);
            if (account.Subject.Length > 0) figures.Spent.ShouldBe(spent.GetValueOrDefault(account.Subject), told);
        }
    }

    private static IEnumerable<BudgetFigures> Figures(BudgetBookScene scene) => scene.Book.States.All.SelectMany(state => state.Accounts).Select(scene.Book.Look);

    private static void Close(List<(Call Call, List<BudgetHold> Holds)> open)
    {
        foreach (var (call, _) in open) call.Dispose();
        open.Clear();
    }
}
