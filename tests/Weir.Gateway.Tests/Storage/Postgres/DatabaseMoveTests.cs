using Weir.Gateway.Audit;
using Weir.Gateway.Budgets;
using Weir.Gateway.Identity;
using Weir.Gateway.Ledger;
using Weir.Gateway.Ledger.Rollups;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;
using Weir.Gateway.Storage.Moving;
using Weir.Gateway.Storage.Postgres;
using Weir.Gateway.Tests.Ledger;
using Weir.Gateway.Tests.Ledger.Rollups;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Storage.Postgres;

[Trait("Category", "Slow")]
public sealed class DatabaseMoveTests(ITestOutputHelper output) : IDisposable
{
    private readonly LedgerFixture _source = new(Engine.Sqlite);
    private readonly RandomCalls _random = new(new Random(TestSeed.Value));

    public void Dispose() => _source.Dispose();

    [PostgresFact]
    public async Task Everything_is_there_afterwards_and_goes_on_from_where_it_was()
    {
        await FillAsync(200);
        new KeyStore(_source.Database, TimeProvider.System).Create(new NewKey("ci", "acme", CreatedBy: "ada") { Reason = "nul\0 in it" });
        new RaiseStore(_source.Database).Add(new BudgetRaise { Budget = "all", Amount = 5.5m, Until = long.MaxValue, Reason = "launch", By = "ada", At = 1 });
        using var target = OpenTarget(PostgresServer.Instance.NewEmptyDatabase());

        var moves = Move(target, isLast: true);

        moves.Single(move => move.Table == "calls").Rows.ShouldBe(200);
        moves.Count.ShouldBe(MovedTables(target));
        using (target)
        {
            var (here, there) = (new LedgerStore(_source.Database).Tail(1000), new LedgerStore(target).Tail(1000));
            there.Select(call => call.Id).ShouldBe(here.Select(call => call.Id));
            there.Sum(call => call.Cost).ShouldBe(here.Sum(call => call.Cost));
            new RollupCheck(target, new FakeTimeProvider()).Find().ShouldBeEmpty();
            new KeyStore(target, TimeProvider.System).List().ShouldHaveSingleItem().Name.ShouldBe("ci");
            // Numbers that the database gives out go on behind those that were given.
            new KeyStore(target, TimeProvider.System).Create(new NewKey("next", "acme"));
            new AuditLog(target).Newest(new AuditFilter(), 10).Select(entry => entry.Object).ShouldBe(["ci", "all", "next"]);
            await using var writer = new LedgerWriter(target, LedgerDurability.Committed, TimeProvider.System);
            await writer.AppendAsync(_random.Next());
        }
    }

    [PostgresFact]
    public async Task What_has_come_or_changed_since_is_copied_by_the_last_pass_and_nothing_else()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        await FillAsync(100);
        using var target = OpenTarget(PostgresServer.Instance.NewEmptyDatabase());
        Move(target, isLast: false).Single(move => move.Table == "attempts").Copied.ShouldBeGreaterThan(50);
        Move(target, isLast: false).ShouldAllBe(move => move.Copied == 0);

        // A call comes, an old one costs something else, and one is gone.
        await FillAsync(1);
        using (var session = _source.Database.Connect())
        {
            session.Execute("UPDATE calls SET cost = '123.456' WHERE id = (SELECT min(id) FROM calls)");
            session.Execute("DELETE FROM calls WHERE id = (SELECT max(id) FROM calls)");
        }
        Move(target, isLast: true);

        using var there = target.Connect();
        using var here = _source.Database.Connect();
        const string sums = "SELECT count(*) || ' ' || decimal_sum(cost) || ' ' || min(id) || ' ' || max(id) FROM calls";
        there.Scalar(sums).ShouldBe(here.Scalar(sums));
    }

    [PostgresFact]
    public async Task A_move_that_was_stopped_goes_on_where_it_was()
    {
        await FillAsync(100);
        var address = PostgresServer.Instance.NewEmptyDatabase();
        using (var target = OpenTarget(address))
        {
            using var stop = new CancellationTokenSource();
            Should.Throw<OperationCanceledException>(() => new DatabaseMove(_source.Database, target, TimeProvider.System).Pass(
                isLast: true, move => { if (move.Table == "calls") stop.Cancel(); }, stop.Token));
        }
        // No gateway takes the half for the whole.
        Should.Throw<StorageException>(() => PostgresDatabase.OpenAt(PostgresAddress.Parse(address), TimeProvider.System, forGateway: true)).Message.ShouldContain("not finished");

        using (var again = OpenTarget(address))
        {
            var moves = Move(again, isLast: true);
            moves.Single(move => move.Table == "calls").Copied.ShouldBe(0);
            moves.Single(move => move.Table == "cost_hours").Copied.ShouldBeGreaterThan(0);
        }
        PostgresDatabase.OpenAt(PostgresAddress.Parse(address), TimeProvider.System, forGateway: true).Dispose();
    }

    [PostgresFact]
    public async Task A_database_with_rows_of_its_own_is_never_written_over()
    {
        await FillAsync(3);
        using var taken = OpenTarget(PostgresServer.Instance.NewEmptyDatabase());
        new KeyStore(taken, TimeProvider.System).Create(new NewKey("theirs", "acme"));
        using var finished = OpenTarget(PostgresServer.Instance.NewEmptyDatabase());
        Move(finished, isLast: true);
        using var other = new LedgerFixture(Engine.Sqlite);
        using (var session = other.Database.Connect()) session.Execute("UPDATE schema_versions SET applied_at = 1 WHERE version = 1");
        using var foreign = OpenTarget(PostgresServer.Instance.NewEmptyDatabase());
        Move(foreign, isLast: false);

        Should.Throw<StorageException>(() => Move(taken, isLast: false)).Message.ShouldContain("has rows already");
        Should.Throw<StorageException>(() => Move(finished, isLast: true)).Message.ShouldContain("moved");
        Should.Throw<StorageException>(() => new DatabaseMove(other.Database, foreign, TimeProvider.System).Pass(isLast: false, static _ => { }, default)).Message.ShouldContain("another database");
        new KeyStore(taken, TimeProvider.System).List().ShouldHaveSingleItem();
    }

    [PostgresFact]
    public async Task The_last_pass_keeps_others_from_writing_the_file()
    {
        await FillAsync(3);
        using var target = OpenTarget(PostgresServer.Instance.NewEmptyDatabase());
        var refusals = 0;

        new DatabaseMove(_source.Database, target, TimeProvider.System).Pass(
            isLast: true,
            move =>
            {
                if (move.Table != "keys") return;
                using var session = _source.Database.Connect();
                session.Execute("PRAGMA busy_timeout = 1");
                Should.Throw<StorageException>(session.Begin).Problem.ShouldBe(StorageProblem.Busy);
                refusals++;
            },
            default);

        refusals.ShouldBe(1);
    }

    private static PostgresDatabase OpenTarget(string address) => PostgresDatabase.OpenAt(PostgresAddress.Parse(address), TimeProvider.System, forGateway: true, isTarget: true);

    private static int MovedTables(PostgresDatabase target)
    {
        using var session = target.Connect();
        return MovedTable.All(session).Count;
    }

    private IReadOnlyList<TableMove> Move(PostgresDatabase target, bool isLast) => new DatabaseMove(_source.Database, target, TimeProvider.System).Pass(isLast, static _ => { }, default);

    private async Task FillAsync(int count)
    {
        await using var writer = _source.Writer(LedgerDurability.Buffered);
        for (var i = 0; i < count; i++) await writer.AppendAsync(_random.Next());
    }
}
