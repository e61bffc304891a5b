using Weir.Gateway.Audit;
using Weir.Gateway.Identity;
using Weir.Gateway.Storage;
using Weir.Gateway.Tests.Ledger;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Audit;

public class AuditLogTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly LedgerFixture _fixture;
    private readonly AuditLog _audit;

    public AuditLogTests(Engine engine = Engine.Sqlite)
    {
        _fixture = new LedgerFixture(engine);
        _audit = new AuditLog(_fixture.Database);
    }

    public void Dispose() => _fixture.Dispose();

    [StoreFact]
    public async Task What_is_written_is_found_oldest_first()
    {
        var first = new AuditEntry { At = Noon, Actor = "ada", Action = "budget.raise", Object = "acme", Reason = "launch", Details = "by 50 until Friday" };
        var second = first with { At = Noon.AddHours(1), Actor = AuditEntry.Weir, Action = "key.pause", Object = "ci", Reason = null, Details = null };
        await _audit.WriteAsync(first);
        await _audit.WriteAsync(second);

        _audit.Newest(new AuditFilter(), 10).ShouldBe([first, second]);
        _audit.Newest(new AuditFilter(), 1).ShouldBe([second]);
        _audit.Newest(new AuditFilter(Object: "acme"), 10).ShouldBe([first]);
        _audit.Newest(new AuditFilter(Since: Noon.AddMinutes(1)), 10).ShouldBe([second]);
        _audit.Newest(new AuditFilter(Action: "key."), 10).ShouldBe([second]);
        _audit.Newest(new AuditFilter(Action: "key"), 10).ShouldBeEmpty();
        _audit.Newest(new AuditFilter(Action: "budget.raise"), 10).ShouldBe([first]);
    }

    /// <summary>Whoever has the file open, with whatever program: what was written stays.</summary>
    [StoreTheory(SqliteOnly = true)]
    [InlineData("UPDATE audit_log SET reason = 'another'")]
    [InlineData("DELETE FROM audit_log")]
    [InlineData("INSERT OR REPLACE INTO audit_log (number, at, actor, action, object) VALUES (1, 0, 'eve', 'none', 'none')")]
    public async Task Nothing_is_changed_or_taken_out(string sql)
    {
        var entry = new AuditEntry { At = Noon, Actor = "ada", Action = "key.revoke", Object = "ci" };
        await _audit.WriteAsync(entry);
        using var session = _fixture.Database.Connect();

        Should.Throw<StorageException>(() => session.Execute(sql)).Message.ShouldContain("audit log");

        _audit.Newest(new AuditFilter(), 10).ShouldBe([entry]);
    }

    [StoreFact]
    public void A_key_is_made_and_ended_with_an_entry()
    {
        var keys = new KeyStore(_fixture.Database, new FakeTimeProvider(Noon));
        var created = keys.Create(new NewKey("ci", "acme", CreatedBy: "ada") { Reason = "nightly builds" });
        keys.Revoke("ci", "bob", "in a public repository");

        _audit.Newest(new AuditFilter(Object: "ci"), 10).Select(entry => (entry.At, entry.Actor, entry.Action, entry.Reason, entry.Details)).ShouldBe(
        [
            (Noon, "ada", "key.create", "nightly builds", $"{created.Key.Id} of tenant acme"),
            (Noon, "bob", "key.revoke", "in a public repository", $"{created.Key.Id} of tenant acme"),
        ]);
    }

    [StoreFact]
    public void A_key_that_is_not_made_leaves_no_entry()
    {
        var keys = new KeyStore(_fixture.Database, new FakeTimeProvider(Noon));
        keys.Create(new NewKey("ci", "acme"));

        Should.Throw<StorageException>(() => keys.Create(new NewKey("ci", "acme")));
        Should.Throw<StorageException>(() => keys.Revoke("another", "ada"));

        _audit.Newest(new AuditFilter(), 10).ShouldHaveSingleItem().Actor.ShouldBe(AuditEntry.Unknown);
    }

    /// <summary>No key without an entry: both are in one transaction.</summary>
    [StoreFact(SqliteOnly = true)]
    public void Where_the_entry_cannot_be_written_no_key_is_made()
    {
        using (var session = _fixture.Database.Connect())
            session.Execute("CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
        var keys = new KeyStore(_fixture.Database, new FakeTimeProvider(Noon));

        Should.Throw<StorageException>(() => keys.Create(new NewKey("ci", "acme")));

        keys.List().ShouldBeEmpty();
    }
}
