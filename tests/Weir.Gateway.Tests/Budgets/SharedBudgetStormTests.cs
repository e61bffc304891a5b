using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Dialects.Usage;
using Weir.Gateway.Budgets;
using Weir.Gateway.Leases;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>Two gateways, each with a ledger of its own, on one database; many callers at once.</summary>
[Trait("Category", "Slow")]
public class SharedBudgetStormTests(ITestOutputHelper output, Engine engine = Engine.Sqlite) : IDisposable
{
    private const decimal Limit = 0.5m;

    private readonly TestDatabase _database = new(engine);
    private readonly FakeTimeProvider _clock = new();
    private readonly Lock _gate = new();
    private decimal _spent;
    private int _calls;

    public void Dispose() => _database.Dispose();

    [StoreFact]
    public async Task Together_they_spend_all_of_a_budget_and_no_more()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var model = BudgetBookScene.ModelOf(FormattableString.Invariant($"all: {{ usd: {Limit}, per: lifetime, hard: true }}"));
        var gateways = Enumerable.Range(0, 2).Select(i => new Gateway($"g{i}", model, _database, _clock)).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(() => SpendAsync(gateways[caller % 2], new Random(TestSeed.Value + caller)))));

        foreach (var gateway in gateways) await gateway.Ledger.DisposeAsync();
        var exchanges = gateways.Sum(static gateway => gateway.Agent.Exchanges);
        output.WriteLine($"{_calls} calls, {exchanges} exchanges, {_spent} of {Limit} spent");
        _spent.ShouldBeLessThanOrEqualTo(Limit);
        // A call of 16 tokens of output does not fit any more.
        (Limit - _spent).ShouldBeLessThan(0.002m);
        foreach (var gateway in gateways) gateway.Leave();
        using var session = _database.Open().Connect();
        decimal.Parse(session.Scalar("SELECT cost FROM budget_spent")!, CultureInfo.InvariantCulture).ShouldBe(_spent);
        session.Scalar("SELECT count(*) FROM leases").ShouldBe("0");
    }

    /// <summary>What is spent and what is leased are never more than the limit together, at whatever moment somebody looks; and in the end all can be spent.</summary>
    [StoreFact]
    public async Task One_that_crashes_and_comes_back_exceeds_nothing_and_keeps_nothing()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var model = BudgetBookScene.ModelOf(FormattableString.Invariant($"all: {{ usd: {Limit}, per: lifetime, hard: true }}"));
        var (steady, frail) = (new Gateway("steady", model, _database, _clock), new Gateway("frail", model, _database, _clock));
        using var looking = new CancellationTokenSource();
        var looker = Task.Run(() => LookAsync(looking.Token));
        var callers = Enumerable.Range(0, 6).Select(caller => Task.Run(() => SpendAsync(steady, new Random(TestSeed.Value + caller)))).ToArray();
        for (var crash = 0; crash < 4; crash++)
        {
            var (gateway, random) = (frail, new Random(TestSeed.Value - crash));
            var life = Enumerable.Range(0, 6).Select(caller => Task.Run(() => SpendAsync(gateway, new Random(TestSeed.Value + (100 * crash) + caller), calls: random.Next(2, 12)))).ToArray();
            await Task.WhenAll(life);
            // What it reserved last it never gives back.
            gateway.Scene.Reserve(gateway.Scene.Book.Open(gateway.Scene.Call("ann"))!);
            await gateway.CrashAsync();
            frail = new Gateway("frail", model, _database, _clock);
        }
        await Task.WhenAll([.. callers, SpendAsync(frail, new Random(TestSeed.Value))]);
        await looking.CancelAsync();
        var looks = await looker;

        output.WriteLine($"{_calls} calls, {looks} looks, {_spent} of {Limit} spent");
        _spent.ShouldBeLessThanOrEqualTo(Limit);
        (Limit - _spent).ShouldBeLessThan(0.002m);
        looks.ShouldBeGreaterThan(5);
        foreach (var gateway in (Gateway[])[steady, frail])
        {
            await gateway.Ledger.DisposeAsync();
            gateway.Leave();
        }
    }

    private async Task<int> LookAsync(CancellationToken cancel)
    {
        const string All =
            """
            SELECT decimal_add(COALESCE((SELECT decimal_sum(cost) FROM budget_spent), '0'),
                COALESCE((SELECT decimal_sum(decimal_sub(decimal_sub(granted, returned), spent)) FROM leases), '0'))
            """;
        using var session = _database.Open().ConnectToRead();
        var looks = 0;
        for (; !cancel.IsCancellationRequested; looks++)
        {
            decimal.Parse(session.Scalar(All)!, CultureInfo.InvariantCulture).ShouldBeLessThanOrEqualTo(Limit);
            await Task.Yield();
        }
        return looks;
    }

    private async Task SpendAsync(Gateway gateway, Random random, int calls = int.MaxValue)
    {
        for (; calls > 0; calls--)
        {
            var call = gateway.Scene.Call("ann", maxTokens: random.Next(16, 100));
            call.Budgets = gateway.Scene.Book.Open(call);
            var waiter = new BudgetWaiter();
            var grant = gateway.Scene.Reserve(call.Budgets!, waiter);
            while (grant.Answer == BudgetAnswer.Busy)
            {
                await waiter.Turn.WaitAsync(TimeSpan.FromSeconds(30));
                grant = gateway.Scene.Reserve(call.Budgets!, waiter);
            }
            if (grant.Hold is not { } hold)
            {
                call.Dispose();
                grant.Answer.ShouldBe(BudgetAnswer.Exceeded);
                return;
            }
            var cost = Math.Round(grant.Amount.Money * random.Next(50, 101) / 100, 7);
            call.Record.Attempts.Add(new AttemptRecord
            {
                Number = 1, Deployment = "big", Provider = "up", ModelSent = "gpt-5", StartedMicros = 0,
                Usage = new TokenUsage(10, 20), UsageSource = UsageSource.Provider, Cost = cost, Hold = hold,
            });
            hold.Settle(call.Record.Attempts[0]);
            lock (_gate) (_spent, _calls) = (_spent + cost, _calls + 1);
            BudgetHold.Await(call.Record);
            await gateway.Ledger.AppendAsync(call.Record);
            call.Dispose();
        }
    }

    private sealed class Gateway
    {
        private readonly LeaseStore _store;

        public Gateway(string name, GatewayModel model, TestDatabase database, FakeTimeProvider clock)
        {
            var leases = new LeaseBook(name, TimeProvider.System);
            _store = new LeaseStore(database.Open(), clock);
            Agent = new LeaseAgent(leases, _store, TimeProvider.System, NullLogger<LeaseAgent>.Instance);
            Scene = new BudgetBookScene(model, clock, leases);
            Ledger = new LedgerWriter(database.Open(), LedgerDurability.Committed, TimeProvider.System);
        }

        public BudgetBookScene Scene { get; }

        public LeaseAgent Agent { get; }

        public LedgerWriter Ledger { get; }

        /// <summary>Nothing of it goes on but what is on its way to the database.</summary>
        public async Task CrashAsync()
        {
            Agent.Dispose();
            _store.Dispose();
            await Ledger.DisposeAsync();
        }

        public void Leave()
        {
            Agent.Leave();
            _store.Dispose();
        }
    }
}
