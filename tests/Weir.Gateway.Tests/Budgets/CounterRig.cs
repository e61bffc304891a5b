using Microsoft.Extensions.Logging.Abstractions;
using Weir.Dialects.Usage;
using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>A book of budgets with little room in memory, before a real database and a real ledger, on a clock that stands still.</summary>
internal sealed class CounterRig : IAsyncDisposable
{
    private readonly TestDatabase _data;
    private readonly int _capacity;
    private BudgetBookScene _scene;
    private CounterReader _reader = null!;

    private CounterRig(Engine engine, string budgets, int capacity, DateTimeOffset? start)
    {
        _data = new TestDatabase(engine);
        (_scene, _capacity) = (new BudgetBookScene(budgets, start), capacity);
        Database = _data.Open(Clock);
        foreach (var budget in _scene.Model.Budgets.All) new SpentStore(Database).Complete(budget, []);
    }

    public FakeTimeProvider Clock => _scene.Clock;

    public BudgetBook Book => _scene.Book;

    public GatewayModel Model => _scene.Model;

    public Database Database { get; }

    public LedgerWriter Ledger { get; private set; } = null!;

    public BudgetListing Listing => new(Book, new SpentStore(Database), new CounterStore(Database));

    public static CounterRig Start(Engine engine, string budgets, int capacity, DateTimeOffset? start = null)
    {
        var rig = new CounterRig(engine, budgets, capacity, start);
        rig.Begin();
        return rig;
    }

    /// <summary>Ends what there is in memory, and begins anew from what stands on disk.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        _scene = _scene.Again();
        Begin();
    }

    /// <summary>Opens a call, and waits until its counters are known.</summary>
    public async Task<(Call Call, CallError? Error)> OpenAsync(string? user = null, string? session = null, int maxTokens = 100)
    {
        var call = _scene.Call(user, session, maxTokens);
        var budgets = call.Budgets = Book.Open(call)!;
        return (call, CounterWait.IsOver(budgets.Own) ? null : await CounterWait.RunAsync(Book, call, budgets.Own));
    }

    public BudgetGrant Reserve(Call call) => _scene.Reserve(call.Budgets!);

    /// <summary>The most that an attempt of a call can cost.</summary>
    public decimal WorstOf(Call call) => BudgetBid.Of(call, Model.Deployments["big"], mayLower: false) is var bid ? bid.For(bid.Wanted).Money : 0;

    /// <summary>Ends an attempt that has cost something.</summary>
    public static AttemptRecord Settle(Call call, BudgetHold hold, decimal cost)
    {
        var attempt = new AttemptRecord
        {
            Number = call.Record.Attempts.Count + 1, Deployment = "big", Provider = "up", ModelSent = "gpt-5", StartedMicros = 0,
            Usage = new TokenUsage(10, 20), UsageSource = UsageSource.Provider, Cost = cost, Hold = hold,
        };
        call.Record.Attempts.Add(attempt);
        hold.Settle(attempt);
        return attempt;
    }

    /// <summary>Writes a call, as it is done before its client is told the end, and ends it.</summary>
    public async Task EndAsync(Call call)
    {
        BudgetHold.Await(call.Record);
        await Ledger.AppendAsync(call.Record);
        call.Dispose();
    }

    /// <summary>A whole call: opened, reserved, settled, written.</summary>
    public async Task<BudgetAnswer> SpendAsync(decimal cost, string? user = null, string? session = null)
    {
        var (call, error) = await OpenAsync(user, session);
        error.ShouldBeNull();
        var grant = Reserve(call);
        if (grant.Hold is { } hold) Settle(call, hold, cost);
        await EndAsync(call);
        return grant.Answer;
    }

    /// <summary>Ends a call before it is on disk, as with buffered durability.</summary>
    public Task EndEarly(Call call)
    {
        BudgetHold.Await(call.Record);
        var writing = Ledger.AppendAsync(call.Record).AsTask();
        call.Dispose();
        return writing;
    }

    /// <summary>Counts what a call of another time has come to: written first, then counted, as responses in the background are.</summary>
    public async Task SpendLateAsync(Call call, decimal cost)
    {
        var (spender, at, spent) = (Spender.Of(call.Record), call.Record.StartedAt, new Amount(cost, 1));
        var set = Book.Use(Model.Budgets, spender, at);
        Book.BeginWrite(set);
        using (var session = Database.Connect())
            session.Transact(_ =>
            {
                using var add = SpentRow.PrepareAdd(session);
                foreach (var account in set.Accounts) SpentRow.Add(add, account.RowFor(at), spent);
                return true;
            });
        await Task.Yield();
        Book.Settle(null, set, spent, at);
        Book.EndWrite(set);
        Book.Leave(set);
    }

    /// <summary>Gives a budget another limit, as a reload does.</summary>
    public void Limit(string budget, decimal limit) => Book.Upkeep.Configure(State(budget), State(budget).Model with { Limit = limit });

    public void Raise(BudgetRaise raise)
    {
        new RaiseStore(Database).Add(raise);
        State(raise.Budget).Raises = [.. new RaiseStore(Database).ReadInForce(Book.Now).Where(one => one.Budget == raise.Budget)];
    }

    /// <summary>A call that is not opened.</summary>
    public Call Stranger(string user, string session) => _scene.Call(user, session);

    /// <summary>How a counter stands, in memory or on disk.</summary>
    public BudgetFigures Figures(string budget, string subject) => Listing.Of(State(budget), subject).Most is [var found] ? found.Figures : default;

    public BudgetState State(string budget) => Book.States.Of(Model.Budgets.All.Single(model => model.Name == budget));

    public bool IsInMemory(string budget, string subject) => State(budget).Accounts.Any(account => account.Subject == subject && account.IsCurrent(Book.Now));

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Database.Dispose();
        _data.Dispose();
    }

    private void Begin()
    {
        Ledger = new LedgerWriter(Database, LedgerDurability.Committed, Clock);
        _reader = new CounterReader(Book, new CounterStore(Database), NullLogger<CounterReader>.Instance);
        (Book.Upkeep.Capacity, Book.Upkeep.Reader) = (_capacity, _reader.Add);
        new BudgetLoading(new SpentStore(Database), new StepStore(Database), new RaiseStore(Database)).Read(Book, Model.Budgets.All);
    }

    private async Task EndAsync()
    {
        await Ledger.DisposeAsync();
        _reader.Dispose();
    }
}
