using Weir.Dialects.Usage;
using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Leases;
using Weir.Gateway.Ledger;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>Several gateways with one configuration, and one set of limits among them. WEIR_TEST_SEED repeats a schedule.</summary>
public sealed class SharedBudgetTests(ITestOutputHelper output)
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
    public void Together_they_never_spend_more_than_one_may_alone(int schedule)
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value + schedule);
        var fleet = new Fleet(Budgets, gateways: 3);
        var granted = 0;
        for (var step = 0; step < 3_000; step++)
        {
            var told = $"WEIR_TEST_SEED={TestSeed.Value}, schedule {schedule}, step {step}";
            var gateway = fleet.Gateways[random.Next(3)];
            var action = random.Next(10);
            if (action < 3 && gateway.Open.Count < 5) gateway.Begin($"u{random.Next(4)}", random.Next(16, 200));
            else if (action < 5) granted += gateway.Open.Count(call => gateway.TryReserve(call) == BudgetAnswer.Granted);
            else if (action < 6 && gateway.Open.Count > 0) gateway.End(gateway.Open[random.Next(gateway.Open.Count)], random.Next(0, 101) / 100m);
            else if (action < 9) gateway.Exchange();
            else if (random.Next(2) == 0) gateway.WriteAll();
            else gateway.Leases.Refresh();
            fleet.ShouldHold(told);
        }
        granted.ShouldBeGreaterThan(50);
    }

    /// <summary>What others hold and do not need is given back, so that one of them can spend the last cent.</summary>
    [Fact]
    public void One_of_them_can_spend_what_is_left_and_is_then_told_that_nothing_is()
    {
        var fleet = new Fleet("all: { usd: 0.02, per: lifetime, hard: true }", gateways: 3);
        foreach (var gateway in fleet.Gateways) gateway.SpendOne(share: 0.5m);
        fleet.Held.ShouldBeGreaterThan(0);

        var last = fleet.Gateways[0];
        var answer = BudgetAnswer.Granted;
        for (var calls = 0; calls < 200 && answer == BudgetAnswer.Granted; calls++) answer = last.SpendOne(share: 1);

        answer.ShouldBe(BudgetAnswer.Exceeded);
        // A call of 16 tokens of output does not fit any more.
        (0.02m - fleet.Spent("all", "")).ShouldBeLessThan(0.000_3m);
    }

    [Fact]
    public void A_call_that_waits_goes_on_when_another_gateway_gives_back_what_it_reserved()
    {
        var fleet = new Fleet("all: { usd: 0.003, per: lifetime, hard: true, lower_max_tokens: false }", gateways: 2);
        var (one, other) = (fleet.Gateways[0], fleet.Gateways[1]);
        var first = one.Begin("ann", maxTokens: 150);
        one.ReserveInTurn(first).ShouldBe(BudgetAnswer.Granted);
        var second = other.Begin("bob", maxTokens: 150);
        other.ReserveInTurn(second).ShouldBe(BudgetAnswer.Busy);

        one.Exchange();
        one.End(first, share: 0.1m);
        one.WriteAll();
        one.Exchange();
        other.Exchange();

        second.Waiter.Turn.IsCompletedSuccessfully.ShouldBeTrue();
        other.TryReserve(second).ShouldBe(BudgetAnswer.Granted);
    }

    [Fact]
    public void A_raise_is_for_all_of_them_together()
    {
        var fleet = new Fleet("all: { usd: 0.002, per: lifetime, hard: true, lower_max_tokens: false }", gateways: 2);
        foreach (var gateway in fleet.Gateways)
            while (gateway.SpendOne(share: 1) == BudgetAnswer.Granted) fleet.ShouldHold("before");
        var spent = fleet.Spent("all", "");
        var now = fleet.Gateways[0].Scene.Book.Now;
        var raise = new BudgetRaise { Budget = "all", Subject = "", Amount = 0.002m, At = now, Until = now + 60_000_000, By = "ann", Reason = "launch" };

        foreach (var gateway in fleet.Gateways) gateway.Scene.Book.States.All.Single().Raises = [raise];
        foreach (var gateway in fleet.Gateways)
            while (gateway.SpendOne(share: 1) == BudgetAnswer.Granted) fleet.Spent("all", "").ShouldBeLessThanOrEqualTo(0.004m);

        fleet.Spent("all", "").ShouldBeGreaterThan(spent);
    }

    private sealed class Fleet
    {
        private readonly Dictionary<(string, string), decimal> _spent = [];

        public Fleet(string budgets, int gateways)
        {
            var (model, clock) = (BudgetBookScene.ModelOf(budgets), new FakeTimeProvider());
            Gateways = [.. Enumerable.Range(0, gateways).Select(i => new Gateway(this, new LeaseBook($"g{i}", clock), leases => new BudgetBookScene(model, clock, leases)))];
        }

        public MemoryAuthority Authority { get; } = new();

        public IReadOnlyList<Gateway> Gateways { get; }

        public decimal Held => Accounts().Where(static account => account.Slice is not null).Sum(static account => account.Slice!.Size);

        /// <summary>What calls have really spent, written or not.</summary>
        public decimal Spent(string budget, string subject) => _spent.GetValueOrDefault((budget, subject));

        public void Count(BudgetAccount account, decimal amount) => _spent[(account.Budget.Model.Name, account.Subject)] = Spent(account.Budget.Model.Name, account.Subject) + amount;

        public void ShouldHold(string told)
        {
            foreach (var counter in Accounts().Where(static account => account.Budget.Model.IsHard).GroupBy(static account => (account.Budget.Model.Name, account.Subject)))
            {
                var budget = counter.First().Budget.Model;
                var all = Spent(counter.Key.Name, counter.Key.Subject) + counter.Sum(account => account.Reserved.In(budget.Unit));
                all.ShouldBeLessThanOrEqualTo(budget.Limit, $"{counter.Key}, {told}");
            }
        }

        private IEnumerable<BudgetAccount> Accounts() => Gateways.SelectMany(static gateway => gateway.Scene.Book.States.All).SelectMany(static state => state.Accounts);
    }

    private sealed class Gateway
    {
        private readonly Fleet _fleet;
        private readonly List<(CallRecord Call, BudgetHold Hold, Amount Spent)> _unwritten = [];

        public Gateway(Fleet fleet, LeaseBook leases, Func<LeaseBook, BudgetBookScene> begin)
        {
            (_fleet, Leases, Scene) = (fleet, leases, begin(leases));
            leases.BeginLife(fleet.Authority.Register(leases.Life.Replica));
        }

        public LeaseBook Leases { get; }

        public BudgetBookScene Scene { get; }

        public List<OpenCall> Open { get; } = [];

        public OpenCall Begin(string user, int maxTokens)
        {
            var call = Scene.Call(user, maxTokens: maxTokens);
            call.Budgets = Scene.Book.Open(call);
            var open = new OpenCall(call);
            Open.Add(open);
            return open;
        }

        public BudgetAnswer TryReserve(OpenCall open)
        {
            if (open.Hold is not null) return BudgetAnswer.Granted;
            var grant = Scene.Reserve(open.Call.Budgets!, open.Waiter);
            open.Hold = grant.Hold;
            return grant.Answer;
        }

        /// <summary>Waits for its turn, as long as others have something to give back.</summary>
        public BudgetAnswer ReserveInTurn(OpenCall open)
        {
            var answer = TryReserve(open);
            for (var turn = 0; turn < 6 && answer == BudgetAnswer.Busy; turn++)
            {
                foreach (var gateway in _fleet.Gateways) gateway.Exchange();
                answer = TryReserve(open);
            }
            return answer;
        }

        public void End(OpenCall open, decimal share)
        {
            Open.Remove(open);
            if (open.Hold is { } hold)
            {
                var spent = new Amount(Math.Round(hold.Amount.Money * share, 8), (long)(hold.Amount.Tokens * share));
                var attempt = new AttemptRecord
                {
                    Number = 1, Deployment = "big", Provider = "up", ModelSent = "gpt-5", StartedMicros = 0,
                    Usage = new TokenUsage(spent.Tokens, 0), UsageSource = UsageSource.Provider, Cost = spent.Money, Hold = hold,
                };
                open.Call.Record.Attempts.Add(attempt);
                hold.Settle(attempt);
                foreach (var account in hold.Accounts) _fleet.Count(account, spent.In(account.Budget.Model.Unit));
                BudgetHold.Await(open.Call.Record);
                _unwritten.Add((open.Call.Record, hold, spent));
            }
            Scene.Book.Leave(open.Waiter);
            open.Call.Dispose();
        }

        /// <summary>A call from beginning to end.</summary>
        public BudgetAnswer SpendOne(decimal share)
        {
            var open = Begin("ann", maxTokens: 50);
            var answer = ReserveInTurn(open);
            End(open, share);
            WriteAll();
            return answer;
        }

        public void Exchange() => Leases.Hear(_fleet.Authority.Exchange(Leases.Collect())).ShouldBeTrue();

        /// <summary>The ledger's transaction.</summary>
        public void WriteAll()
        {
            foreach (var (call, hold, spent) in _unwritten)
            {
                foreach (var account in hold.Accounts)
                    if (account.Slice is { } slice) _fleet.Authority.TryCommit(Leases.Life, Leases.Life, slice.Key, spent.In(account.Budget.Model.Unit));
                BudgetHold.Written(call);
            }
            _unwritten.Clear();
        }
    }

    private sealed class OpenCall(Call call)
    {
        public Call Call => call;

        public BudgetWaiter Waiter { get; } = new();

        public BudgetHold? Hold { get; set; }
    }
}
